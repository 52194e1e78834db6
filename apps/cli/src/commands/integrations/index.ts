import type { CommandGroup } from '../../command.js';
import { readiness } from './readiness/index.js';
import { release } from './release/index.js';

/** `result-links integrations` */
export const integrations: CommandGroup = {
  name: 'integrations',
  summary: 'ask whether an integration takes result links, and release a parked one',
  description:
    'An integration is one customer’s ATS. When it is broken, its deliveries are parked ' +
    'until it is repaired. These commands ask the result-links API, see --api-url; ' +
    'check asks Kombo itself.',
  commands: [readiness, release],
};
