import type { Command } from '../../../command.js';
import { API_OPTIONS } from '../../../settings/api-options.js';
import { limitOption } from '../../../settings/limit.js';
import { ENDPOINT_ARGUMENT } from '../endpoint-options.js';
import type { AttemptsOptions } from './handler.js';

/** `result-links webhooks attempts` */
export const attempts: Command<AttemptsOptions> = {
  name: 'attempts',
  summary: 'list what was sent to an address lately',
  description: 'Lists what was sent to an address lately, newest first, and what it answered.',
  args: [ENDPOINT_ARGUMENT],
  options: [limitOption('at most so many (default: 50, at most 200)'), ...API_OPTIONS],
  examples: ['result-links webhooks attempts 7d9f0f5e-4a53-4bb0-9d0c-3c2f2b1c9a10 --limit 10'],
  load: async () => (await import('./handler.js')).handleAttempts,
};
