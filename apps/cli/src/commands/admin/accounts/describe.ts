import { shortTime } from '../../../output/time.js';
import type { Account } from '@result-links/contracts/admin';
import { printable } from '../../../output/printable.js';
import type { Style } from '../../../output/style.js';

/** An account in a few lines. */
export function describeAccount(account: Account, style: Style): string {
  const { limits } = account;
  const facts: [string, string | null][] = [
    ['Name', account.name],
    ['Settings', account.source === 'stored' ? 'kept by the API' : 'environment of the API'],
    ['Region', account.region],
    ['Address', account.base_url],
    ['Webhook secret', account.has_webhook_secret ? 'kept' : null],
    ['On unknown', account.on_unknown],
    ['Concurrency', limits.concurrency == null ? null : String(limits.concurrency)],
    ['Rate', limits.rate ?? null],
    ['Changed', shortTime(account.updated_at)],
  ];
  const state = account.is_enabled ? style.good('enabled') : style.caution('disabled');
  return [
    `${style.strong(printable(account.id))}, ${state}`,
    ...facts.flatMap(([title, value]) =>
      value === null ? [] : [`  ${`${title}:`.padEnd(16)} ${printable(value)}`],
    ),
  ].join('\n');
}
