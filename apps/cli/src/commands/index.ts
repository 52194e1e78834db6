import type { Command, CommandGroup } from '../command.js';
import { admin } from './admin/index.js';
import { bulk } from './bulk/index.js';
import { check } from './check/index.js';
import { completion } from './completion/index.js';
import { deliveries } from './deliveries/index.js';
import { find } from './find/index.js';
import { integrations } from './integrations/index.js';
import { sandbox } from './sandbox/index.js';
import { schema } from './schema/index.js';
import { send } from './send/index.js';
import { webhooks } from './webhooks/index.js';

/** Every command, in the order of the help. The path of a file is the path of its command. */
export const COMMANDS: readonly (Command | CommandGroup)[] = [
  send,
  find,
  bulk,
  deliveries,
  integrations,
  webhooks,
  check,
  schema,
  sandbox,
  admin,
  completion,
];
