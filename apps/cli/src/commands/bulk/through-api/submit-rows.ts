import type { ResultLinksClient } from '@result-links/api-client';
import { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import type {
  ApplicationBatchLine,
  BatchLineAnswer,
  CandidateBatchLine,
  Delivery,
} from '@result-links/contracts';
import { explainAnswer, explainSilence } from '../../../api/explain.js';
import type { RowPlace } from '../check/row-index.js';
import type { Fate, PreparedRow } from '../deliver/lane.js';

/** A row with its target. */
export type ReadyRow = Extract<PreparedRow, { kind: 'ready' }>;

/** What handing rows over needs. */
export interface SubmitOptions {
  client: Pick<ResultLinksClient, 'batchDeliveries'>;
  /** Names a row for ever: the API takes one that is handed over again for the same. */
  keyOf(row: number): string;
  signal: AbortSignal;
  onKept(place: RowPlace, delivery: Delivery): Promise<void>;
  onRefused(place: RowPlace, fate: Fate): Promise<void>;
  pause(ms: number): Promise<void>;
}

/** Times in a row that the API takes nothing; 1 s, 2 s, 4 s … lie between them. */
const MOST_TRIES = 7;

/**
 * Hands a group of rows to the API in one batch. Those that are without an answer when it breaks off are
 * handed over again, which is safe: each has its key.
 *
 * @throws CliError when the API stays away, or wants another key
 */
export async function submitRows(rows: readonly ReadyRow[], options: SubmitOptions): Promise<void> {
  const { client, keyOf, signal, pause } = options;
  let open = rows;
  for (let failures = 0; open.length > 0 && !signal.aborted;) {
    const lines = open.map((row) => lineOf(row, keyOf(row.place.row)));
    let answered = 0;
    try {
      for await (const answer of client.batchDeliveries(lines)) {
        await settle(open[answer.index] as ReadyRow, answer, options);
        answered = answer.index + 1;
      }
    } catch (error) {
      failures = answered > 0 ? 1 : failures + 1;
      if (!isPassing(error) || failures >= MOST_TRIES) throw await explained(error);
      await pause(1_000 * 2 ** (failures - 1));
    }
    open = open.slice(answered);
  }
}

async function settle(
  { place }: ReadyRow,
  { delivery, error }: BatchLineAnswer,
  { onKept, onRefused }: SubmitOptions,
): Promise<void> {
  if (delivery !== undefined) return onKept(place, delivery);
  const { code = null, message = 'the API refused it', log_url = null } = error ?? {};
  return onRefused(place, { state: 'rejected', code, message, log_url });
}

function lineOf(
  { target, body, integrationId }: ReadyRow,
  idempotency_key: string,
): CandidateBatchLine | ApplicationBatchLine {
  const common = { x_integration_id: integrationId, request_body: body, idempotency_key };
  return target.type === 'candidate'
    ? { ...common, candidate_id: target.id }
    : { ...common, application_id: target.id };
}

/** Over by itself, most likely: the API restarts, its database is away, it asks for a pause. */
function isPassing(error: unknown): boolean {
  return (
    error instanceof ResultLinksNoAnswerError ||
    (error instanceof ResultLinksApiError && [429, 502, 503, 504].includes(error.status))
  );
}

async function explained(error: unknown): Promise<unknown> {
  if (error instanceof ResultLinksApiError) return explainAnswer(error);
  return error instanceof ResultLinksNoAnswerError ? explainSilence(error) : error;
}
