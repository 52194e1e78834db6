import type { CommandGroup } from '../../../command.js';
import { rotate } from './rotate/index.js';

/** `result-links admin encryption` */
export const encryption: CommandGroup = {
  name: 'encryption',
  summary: 'encryption at rest',
  description: 'What the API keeps encrypted, and with which key.',
  commands: [rotate],
};
