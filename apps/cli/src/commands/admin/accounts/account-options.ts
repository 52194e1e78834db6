import type { CreateAccountRequest } from '@result-links/contracts/admin';
import type { Context, OptionSpec } from '../../../command.js';
import { usageError } from '../../../errors.js';
import { numberParser } from '../../../settings/number.js';
import { SECRET_SOURCES } from '../../../settings/secret-sources.js';

/** What the flags of an account become. */
export interface AccountOptions {
  name?: string;
  baseUrl?: string;
  komboKeyFrom?: string;
  webhookSecretFrom?: string;
  onUnknown?: 'hold' | 'retry';
  concurrency?: number;
  rate?: string;
}

/** Flags that making and changing an account share. */
export const ACCOUNT_OPTIONS: readonly OptionSpec[] = [
  { flags: '--name <text>', description: 'what people call it' },
  {
    flags: '--base-url <url>',
    description: 'a proxy in place of Kombo’s address of the region, with /v1',
  },
  {
    flags: '--kombo-key-from <source>',
    description: `where Kombo's API key is: ${SECRET_SOURCES}`,
  },
  {
    flags: '--webhook-secret-from <source>',
    description: `where Kombo's webhook secret is: ${SECRET_SOURCES}`,
  },
  {
    flags: '--on-unknown <policy>',
    description: 'after an attempt of unknown outcome',
    choices: ['hold', 'retry'],
  },
  {
    flags: '--concurrency <number>',
    description: 'writes at once for a new integration, until Kombo says otherwise',
    parse: numberParser('--concurrency', { min: 1, max: 1_000 }),
  },
  { flags: '--rate <rate>', description: 'at most so many writes per integration, e.g. 10/s' },
];

type Fields = Pick<
  CreateAccountRequest,
  'name' | 'base_url' | 'webhook_secret' | 'on_unknown' | 'limits'
> & { kombo_api_key?: string };

/** What the flags say, as the fields of the API; secrets are read now. */
export async function readAccountFields(
  options: AccountOptions,
  context: Context,
): Promise<Fields> {
  const { name, baseUrl, komboKeyFrom, webhookSecretFrom, onUnknown, concurrency, rate } = options;
  if (komboKeyFrom === 'stdin' && webhookSecretFrom === 'stdin') {
    throw usageError('conflicting_flags', 'Only one secret can come from stdin.');
  }
  return {
    ...(name !== undefined && { name }),
    ...(baseUrl !== undefined && { base_url: baseUrl }),
    ...(komboKeyFrom !== undefined && {
      kombo_api_key: await secretFrom('--kombo-key-from', komboKeyFrom, context),
    }),
    ...(webhookSecretFrom !== undefined && {
      webhook_secret: await secretFrom('--webhook-secret-from', webhookSecretFrom, context),
    }),
    ...(onUnknown !== undefined && { on_unknown: onUnknown }),
    ...((concurrency ?? rate) !== undefined && {
      limits: { concurrency: concurrency ?? null, rate: rate ?? null },
    }),
  };
}

async function secretFrom(flag: string, source: string, context: Context): Promise<string> {
  const { readSecret } = await import('../../../settings/secret-source.js');
  return readSecret(flag, source, context);
}
