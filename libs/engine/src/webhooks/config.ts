import { DISABLE_AFTER_MS } from '@result-links/webhooks';
import { collect } from '../config/collect.js';
import { readDuration, readEnum, readText, type Environment } from '../config/read.js';

/** What is told about webhooks, both ways. */
export interface WebhookConfig {
  /** Secret of Kombo's webhooks for the account of the environment. */
  komboSecret: string | undefined;
  /** Whether events may be sent to `http:` and private addresses: for trials on one's own machine. */
  allowPrivate: boolean;
  /** How long an endpoint may fail without a break before it is switched off, in milliseconds. */
  disableAfterMs: number;
}

/** @throws ConfigError naming every variable that is wrong */
export function readWebhookConfig(environment: Environment): WebhookConfig {
  return collect(environment, (env, attempt, complain) => {
    const disableAfterMs = attempt(() =>
      readDuration(env, 'RESULT_LINKS_WEBHOOK_DISABLE_AFTER', DISABLE_AFTER_MS),
    );
    if (disableAfterMs === 0) {
      complain('RESULT_LINKS_WEBHOOK_DISABLE_AFTER must be longer than 0, e.g. 5d');
    }
    return {
      komboSecret: attempt(() => readKomboSecret(env)),
      allowPrivate:
        attempt(() =>
          readEnum(env, 'RESULT_LINKS_WEBHOOK_ALLOW_PRIVATE', ['on', 'off'] as const, 'off'),
        ) === 'on',
      disableAfterMs,
    };
  });
}

function readKomboSecret(env: Environment): string | undefined {
  const secret = readText(env, 'KOMBO_WEBHOOK_SECRET', { minLength: 24 });
  if (secret !== undefined && !/^[\x21-\x7e]+$/.test(secret)) {
    throw new Error(
      'KOMBO_WEBHOOK_SECRET must be visible ASCII characters without spaces, as Kombo shows it',
    );
  }
  return secret;
}
