import type { Command } from '../../command.js';

/** `result-links completion` */
export const completion: Command<object> = {
  name: 'completion',
  summary: 'print a completion script for bash, zsh or fish',
  description:
    'Prints a script that lets the shell complete commands, flags and values. To ' +
    'have it always, put the line of the example into ~/.bashrc, ~/.zshrc or ' +
    '~/.config/fish/config.fish.',
  args: [{ name: 'shell', description: 'bash, zsh or fish', choices: ['bash', 'zsh', 'fish'] }],
  options: [],
  examples: [
    'source <(result-links completion bash)',
    'source <(result-links completion zsh)',
    'result-links completion fish | source',
  ],
  load: async () => (await import('./handler.js')).handleCompletion,
};
