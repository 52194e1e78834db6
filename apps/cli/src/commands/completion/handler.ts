import type { Handler } from '../../command.js';
import { usageError } from '../../errors.js';
import { bashScript, zshScript } from './bash.js';
import { fishScript } from './fish.js';
import { collectWords, type Words } from './words.js';

const SCRIPTS = new Map<string | undefined, (words: Words) => string>([
  ['bash', bashScript],
  ['zsh', zshScript],
  ['fish', fishScript],
]);

/** The script is written from the definitions of the commands, so it cannot fall behind them. */
export const handleCompletion: Handler<object> = async ({ args: [shell] }, { commands }) => {
  const scriptOf = SCRIPTS.get(shell);
  if (scriptOf === undefined) {
    throw usageError('shell_missing', `Which shell? One of: ${[...SCRIPTS.keys()].join(', ')}.`);
  }
  const script = scriptOf(collectWords(commands));
  return { data: { shell, script }, text: () => script };
};
