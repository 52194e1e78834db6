import type { CommandGroup } from '../../command.js';
import { attempts } from './attempts/index.js';
import { create } from './create/index.js';
import { deleteEndpoint } from './delete/index.js';
import { list } from './list/index.js';
import { rotateSecret } from './rotate-secret/index.js';
import { test } from './test/index.js';
import { update } from './update/index.js';

/** `result-links webhooks` */
export const webhooks: CommandGroup = {
  name: 'webhooks',
  summary: 'addresses that are told what becomes of deliveries',
  description:
    'The API tells these addresses, by signed webhooks, when a delivery is delivered, has failed, is ' +
    'unknown or parked, and when an integration breaks or comes back.',
  commands: [list, create, update, deleteEndpoint, rotateSecret, test, attempts],
};
