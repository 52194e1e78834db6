import type { Command } from '../../command.js';
import { numberParser } from '../../settings/number.js';
import { DEFAULT_PORT, type SandboxOptions } from './options.js';

/** `result-links sandbox` */
export const sandbox: Command<SandboxOptions> = {
  name: 'sandbox',
  summary: 'run a stand-in for Kombo on this machine',
  description:
    'Runs a stand-in for Kombo on this machine (loopback only) until Ctrl-C. It ' +
    "knows Kombo's routes, its errors and its limits, has integrations in every " +
    'state, and forgets everything at the end.',
  args: [],
  options: [
    {
      flags: '--port <number>',
      description: `port to listen on, 0 for any free one (default: ${DEFAULT_PORT})`,
      parse: numberParser('--port', { min: 0, max: 65_535 }),
    },
  ],
  examples: ['result-links sandbox', 'result-links sandbox --port 0 --json'],
  load: async () => (await import('./handler.js')).handleSandbox,
};
