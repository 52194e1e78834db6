import type { Handler } from '../../command.js';
import { usageError } from '../../errors.js';
import { bashScript, zshScript } from './bash.js';
import { fishScript } from './fish.js';
import { SHELLS } from './index.js';

const SCRIPTS: Readonly<Record<(typeof SHELLS)[number], () => string>> = {
  bash: bashScript,
  zsh: zshScript,
  fish: fishScript,
};

/** The script is written from the definitions of the commands, so it cannot fall behind them. */
export const handleCompletion: Handler<object> = async ({ args: [shell] }) => {
  const known = SHELLS.find((name) => name === shell);
  if (known === undefined) {
    throw usageError('shell_missing', `Which shell? One of: ${SHELLS.join(', ')}.`);
  }
  const script = SCRIPTS[known]();
  return { data: { shell: known, script }, text: () => script };
};
