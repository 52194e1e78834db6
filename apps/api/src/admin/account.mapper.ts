import type * as contract from '@result-links/contracts/admin';
import type { AccountLimits, AccountSettings, ApiKey } from '@result-links/delivery';
import { readRate } from '@result-links/engine';

const UNITS = { s: 1_000, m: 60_000, h: 3_600_000 } as const;

/** An account as the API shows it; its secrets are not among what it gets. */
export function toAccount(account: AccountSettings): contract.Account {
  return {
    id: account.id,
    name: account.name,
    source: account.source,
    region: account.region,
    base_url: account.baseUrl,
    has_webhook_secret: account.hasWebhookSecret,
    on_unknown: account.onUnknown,
    limits: { concurrency: account.limits.concurrencyLimit, rate: rateText(account.limits.rate) },
    is_enabled: account.isEnabled,
    created_at: account.createdAt.toISOString(),
    updated_at: account.updatedAt.toISOString(),
  };
}

/** Limits as they are kept; what is absent is the service's own. */
export function toLimits({ concurrency, rate }: contract.AccountLimits): AccountLimits {
  return {
    concurrencyLimit: concurrency ?? null,
    rate: readRate({ rate: rate ?? undefined }, 'rate') ?? null,
  };
}

/** A key as the API shows it. */
export function toApiKey(key: ApiKey): contract.ApiKey {
  return {
    id: key.id,
    account_id: key.accountId,
    name: key.name,
    hint: key.hint,
    scope: key.scope,
    integrations: key.integrations && [...key.integrations],
    created_at: key.createdAt.toISOString(),
    expires_at: key.expiresAt?.toISOString() ?? null,
    revoked_at: key.revokedAt?.toISOString() ?? null,
    last_used_at: key.lastUsedAt?.toISOString() ?? null,
  };
}

function rateText(rate: AccountLimits['rate']): string | null {
  if (rate === null) {
    return null;
  }
  const unit = Object.entries(UNITS).find(([, windowMs]) => windowMs === rate.windowMs)?.[0];
  return `${rate.count}/${unit ?? 's'}`;
}
