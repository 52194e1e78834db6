import type { CommanderError } from 'commander';
import { usageError, type CliError } from './errors.js';

/** What commander says, by its code, and how we say it. Values are not repeated: one may be a key. */
const WORDINGS: Readonly<Record<string, readonly [said: RegExp, ours: string]>> = {
  unknownOption: [/unknown option '([^'=]*)[^]*?'(?=\n|$)/, '$1: unknown flag.'],
  unknownCommand: [/unknown command '([^]*?)'(?=\n|$)/, 'Unknown command: $1.'],
  missingArgument: [/missing required argument '(.*)'/, 'Missing argument: <$1>.'],
  optionMissingArgument: [/option '(?:-\w, )?(\S+).*' argument missing/, '$1: missing value.'],
  excessArguments: [
    /too many arguments.*?Expected (\d+) arguments? but got (\d+)[^]*/,
    'Too many arguments: expected $1, got $2.',
  ],
  invalidArgument: [
    /(?:option '(?:-\w, )?(\S+).*?' argument|command-argument value) '[^]*' is invalid(?: for argument '(.*)')?\. Allowed choices are ([^]*)\.$/,
    '$1$2: not one of the allowed values: $3.',
  ],
};

/**
 * An error of commander in our words.
 *
 * @param path words of the command that was read: `deliveries list`; empty: none
 */
export function explainParseError({ code, message }: CommanderError, path: string): CliError {
  const reason = code.replace('commander.', '');
  const [said, suggestion] = message.replace(/^error: /, '').split(/\n\((Did you mean .*\?)\)$/s);
  const [pattern, ours] = WORDINGS[reason] ?? [/^/, ''];
  const text = (said ?? '').replace(pattern, ours);
  const words = ['result-links', path, '--help'].filter((word) => word !== '');
  return usageError(reason, [text, suggestion].filter(Boolean).join(' '), {
    hint: `See: ${words.join(' ')}`,
  });
}
