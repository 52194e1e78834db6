import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import type { ResolveOptions } from './handler.js';

/** `result-links deliveries resolve` */
export const resolve: Command<ResolveOptions> = {
  name: 'resolve',
  summary: 'say what you found in the ATS about an unknown delivery',
  description:
    'A delivery is unknown when it was sent and no trustworthy answer came back. ' +
    'Nobody but a look into the ATS can tell whether the link is there, and nothing ' +
    'is sent again before somebody has told.',
  args: [{ name: 'id', description: 'id of the delivery', isRequired: true }],
  options: [
    { flags: '--delivered', description: 'the link is in the ATS: done' },
    { flags: '--not-delivered', description: 'the link is not in the ATS: send it again' },
    ...API_OPTIONS,
  ],
  examples: [
    'result-links deliveries resolve 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071 --delivered',
    'result-links deliveries resolve 019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071 --not-delivered',
  ],
  load: async () => (await import('./handler.js')).handleResolve,
};
