import {
  describeResultLinkReadiness,
  KomboError,
  type CallOptions,
  type KomboClient,
} from '@result-links/kombo-client';
import { resultWithoutAnswer } from './attempt-results.js';
import { SECOND } from './waits.js';
import type { AttemptResult, Delivery, Integration } from './model.js';
import type { Courier } from './ports.js';

/** The client of the Kombo account a delivery belongs to; `undefined`: there is no such account here. */
export type ClientOf = (
  accountId: string,
) => KomboClient | undefined | Promise<KomboClient | undefined>;

/** The longest that connecting to Kombo may take. */
const LONGEST_CONNECT_MS = 32 * SECOND;

/** Carries result links to Kombo, and asks it whether integrations and accounts are well. */
export class KomboCourier implements Courier {
  constructor(private readonly clientOf: ClientOf) {}

  async send(delivery: Delivery, signal: AbortSignal, onSent?: () => void): Promise<AttemptResult> {
    const client = await this.clientOf(delivery.accountId);
    if (client === undefined || delivery.body === null) {
      return unsendable(client === undefined ? 'no_account' : 'no_body');
    }
    try {
      const { status, data, limits } = await write(client, delivery, delivery.body, {
        ...{ signal, onSent, connectTimeoutMs: connectLimitMs(delivery) },
      });
      const details = {
        httpStatus: status,
        code: null,
        title: null,
        message: null,
        logUrl: null,
        requestSent: 'yes' as const,
      };
      return { outcome: 'delivered', details, warnings: data.warnings, limits };
    } catch (error) {
      return error instanceof KomboError ? resultOf(error) : failedInside(error);
    }
  }

  async probeIntegration(integration: Integration, signal: AbortSignal): Promise<boolean | null> {
    return this.probe(integration.accountId, async (client) => {
      const { data } = await client.getIntegrationDetails(integration.id, { signal });
      // One of the two is enough: which one the waiting deliveries need is not known here, and a
      // delivery that cannot be written says so by itself.
      return (['application', 'candidate'] as const).some(
        (target) => describeResultLinkReadiness(data, target).isReady,
      );
    });
  }

  async probeAccount(accountId: string, signal: AbortSignal): Promise<boolean | null> {
    return this.probe(accountId, async (client) => {
      await client.checkApiKey({ signal });
      return true;
    });
  }

  private async probe(
    accountId: string,
    ask: (client: KomboClient) => Promise<boolean>,
  ): Promise<boolean | null> {
    const client = await this.clientOf(accountId);
    if (client === undefined) {
      return null;
    }
    try {
      return await ask(client);
    } catch (error) {
      const isBroken =
        error instanceof KomboError &&
        ['integration_broken', 'account_broken', 'rejected'].includes(error.outcome);
      return isBroken ? false : null;
    }
  }
}

/**
 * An attempt that can't be sent for a second ends as not sent, so that few wait in a process that may die.
 * The limit doubles with each repetition, for networks that need longer.
 */
function connectLimitMs({ countedAttempts }: Delivery): number {
  return Math.min(SECOND * 2 ** Math.min(countedAttempts, 10), LONGEST_CONNECT_MS);
}

function write(
  client: KomboClient,
  { integrationId, target }: Delivery,
  body: NonNullable<Delivery['body']>,
  options: CallOptions,
) {
  return target.type === 'candidate'
    ? client.addCandidateResultLink(
        { x_integration_id: integrationId, candidate_id: target.id, request_body: body },
        options,
      )
    : client.addApplicationResultLink(
        { x_integration_id: integrationId, application_id: target.id, request_body: body },
        options,
      );
}

function resultOf(error: KomboError): AttemptResult {
  const { outcome, httpStatus, code, title, logUrl, requestSent, limits } = error;
  const message = error.komboMessage ?? error.message;
  return {
    outcome,
    details: { httpStatus, code, title, message, logUrl, requestSent },
    warnings: [],
    limits,
  };
}

const UNSENDABLE = {
  no_account: 'The Kombo account of this delivery is not configured in this process.',
  no_body:
    'The body of this delivery has been erased, or was changed in the database and cannot be decrypted; it cannot be sent any more.',
};

/** Nothing was sent. Without an account it waits for one; without a body there is nothing to wait for. */
function unsendable(why: keyof typeof UNSENDABLE): AttemptResult {
  const result = resultWithoutAnswer('unavailable', UNSENDABLE[why]);
  return why === 'no_account' ? result : { ...result, outcome: 'rejected' };
}

/** An error of ours in the middle of a call: how far it got is not known, so it counts as unknown. */
function failedInside(error: unknown): AttemptResult {
  const name = error instanceof Error ? error.name : typeof error;
  return resultWithoutAnswer(
    'unknown',
    `An error inside result-links ended the attempt (${name}).`,
  );
}
