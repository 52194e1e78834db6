import type { OptionSpec } from '../../command.js';
import { nameOf, takesValue, type Words } from './words.js';

/** Completion for fish. */
export function fishScript(words: Words): string {
  const { first, places, globals } = words;
  return [
    '# Completion of result-links; load it with: result-links completion fish | source',
    'complete -c result-links -f',
    ...first.map(
      ({ name, summary }) =>
        `complete -c result-links -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ),
    "complete -c result-links -n __fish_use_subcommand -l version -d 'show the version'",
    ...globals.map((option) => optionLine('', option)),
    ...places.flatMap(({ path, subcommands, args, options }) => {
      const seen = path.split(' ').map((word) => `__fish_seen_subcommand_from ${word}`);
      const condition = ` -n '${seen.join('; and ')}'`;
      const inner = subcommands.map(({ name }) => name).join(' ');
      const choices = args.flatMap((argument) => argument.choices ?? []);
      const takesFile = args.some(({ isFile }) => isFile);
      return [
        ...(takesFile ? [`complete -c result-links${condition} -F`] : []),
        ...subcommands.map(
          ({ name, summary }) =>
            `complete -c result-links -n '${seen.join('; and ')}; and not __fish_seen_subcommand_from ${inner}' -a ${name} -d ${quote(summary)}`,
        ),
        ...(choices.length === 0
          ? []
          : [`complete -c result-links${condition} -a '${choices.join(' ')}'`]),
        ...options.map((option) => optionLine(condition, option)),
      ];
    }),
  ].join('\n');
}

function optionLine(condition: string, option: OptionSpec): string {
  const { isFile, choices, description } = option;
  const value = isFile
    ? ' -r -F'
    : choices
      ? ` -x -a '${choices.join(' ')}'`
      : takesValue(option)
        ? ' -x'
        : '';
  return `complete -c result-links${condition} -l ${nameOf(option).slice(2)}${value} -d ${quote(description)}`;
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}
