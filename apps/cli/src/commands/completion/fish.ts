import type { OptionSpec } from '../../command.js';
import { collectWords, nameOf, takesValue } from './words.js';

/** Completion for fish. */
export function fishScript(): string {
  const { commands, globals } = collectWords();
  return [
    '# Completion of result-links; load it with: result-links completion fish | source',
    'complete -c result-links -f',
    ...commands.map(
      ({ name, summary }) =>
        `complete -c result-links -n __fish_use_subcommand -a ${name} -d ${quote(summary)}`,
    ),
    "complete -c result-links -n __fish_use_subcommand -l version -d 'show the version'",
    ...globals.map((option) => optionLine('', option)),
    ...commands.flatMap(({ name, args, options }) => {
      const condition = ` -n '__fish_seen_subcommand_from ${name}'`;
      const choices = args.flatMap((argument) => argument.choices ?? []);
      return [
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
