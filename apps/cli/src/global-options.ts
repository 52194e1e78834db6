import type { OptionSpec } from './command.js';

/** Flags of every command; they may stand before or after its name. */
export const GLOBAL_OPTIONS: readonly OptionSpec[] = [
  { flags: '--json', description: 'print JSON on stdout and nothing else, errors too' },
  {
    flags: '--profile <name>',
    description: 'profile of the configuration file (default: default)',
  },
  {
    flags: '--config <path>',
    description: 'configuration file (default: ~/.config/result-links/config.json)',
    isFile: true,
  },
  { flags: '--no-color', description: 'no colours; so does a non-empty NO_COLOR' },
  { flags: '--debug', description: 'show where an error comes from; so does a non-empty DEBUG' },
];
