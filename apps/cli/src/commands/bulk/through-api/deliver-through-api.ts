import { hash } from 'node:crypto';
import { setTimeout as pauseFor } from 'node:timers/promises';
import type { ResultLinksClient } from '@result-links/api-client';
import type { TargetReference, TargetResolution } from '@result-links/contracts';
import { act } from '../../../api/explain-call.js';
import type { DeliverResult } from '../deliver/deliver-rows.js';
import type { Fate, PreparedRow } from '../deliver/lane.js';
import type { RowPlace } from '../check/row-index.js';
import type { Journal } from '../journal/journal.js';
import type { RowLine } from '../journal/journal-line.js';
import type { RowStates } from '../journal/row-states.js';
import { fateOfDelivery } from './delivery-fate.js';
import { Followed } from './follow-rows.js';
import { submitRows, type ReadyRow } from './submit-rows.js';

/** What delivering through the API needs. */
export interface ThroughApiOptions {
  client: ResultLinksClient;
  integrations: readonly string[];
  rowsOf(integrationId: string): AsyncGenerator<PreparedRow[]>;
  /** Accepted in an earlier run, and to be followed now: delivery id and row. */
  accepted: ReadonlyMap<number, RowLine>;
  /** Names this input, read this way; part of the key of every row. */
  inputKey: string;
  journal: Journal;
  states: RowStates;
  signal: AbortSignal;
  onFate(line: RowLine): void;
}

/** Rows of one batch. */
const BATCH = 1_000;

/** Rows that the API has and that are being followed; beyond so many it gets no more. It bounds memory. */
const MOST_FOLLOWED = 20_000;

/**
 * Hands rows to the API, which keeps and delivers them, and follows them to their end. The API sees to the
 * pace of each integration, so rows go one integration after the other.
 */
export async function deliverThroughApi(options: ThroughApiOptions): Promise<DeliverResult> {
  const { client, integrations, rowsOf, accepted, states, journal, signal, onFate } = options;
  const unwritten: RowLine[] = [];
  const followed = new Followed();
  for (const { row, line, delivery_id: id } of accepted.values()) {
    if (id !== undefined) followed.add({ row, line, offset: 0, length: 0 }, id);
  }
  const noteFate = async ({ row, line }: RowPlace, fate: Fate) => {
    const entry: RowLine = { row, line, ...fate, at: new Date().toISOString() };
    states.set(row, fate.state);
    await journal.append(entry).catch((error: unknown) => {
      unwritten.push(entry);
      throw error;
    });
    onFate(entry);
  };
  const stop = new AbortController();
  const stopped = AbortSignal.any([signal, stop.signal]);
  const pause = (ms: number) => pauseFor(ms, undefined, { signal: stopped }).catch(() => undefined);
  const submit = (rows: ReadyRow[]) =>
    submitRows(rows, {
      client,
      keyOf: (row) => rowKey(options.inputKey, row),
      signal: stopped,
      pause,
      onRefused: noteFate,
      onKept: async (place, delivery) => {
        const fate = fateOfDelivery(delivery);
        if (fate.state === 'accepted') followed.add(place, delivery.id);
        // Not waited for: one sync for many lines. What a crash loses is handed over again, with its key.
        void noteFate(place, fate).catch((error: unknown) => fail(error));
      },
    });
  let error: unknown;
  const fail = (thrown: unknown) => {
    error ??= thrown;
    stop.abort();
  };
  const handOver = async () => {
    let batch: ReadyRow[] = [];
    const flush = async () => {
      while (followed.size >= MOST_FOLLOWED && !stopped.aborted) await pause(200);
      const rows = batch;
      batch = [];
      await submit(rows);
    };
    for (const integrationId of integrations) {
      for await (const rows of rowsOf(integrationId)) {
        if (stopped.aborted) return;
        for (const row of rows) {
          if (row.kind === 'ready') batch.push(row);
          else await noteFate(row.place, row.fate);
        }
        if (batch.length >= BATCH) await flush();
      }
    }
    await flush();
  };
  const onSettled = (place: RowPlace, delivery: Parameters<typeof fateOfDelivery>[0]) =>
    noteFate(place, fateOfDelivery(delivery));
  await Promise.all([
    handOver().then(() => followed.complete(), fail),
    followed.follow({ client, signal: stopped, onSettled, pause }).catch(fail),
  ]);
  if (unwritten.length > 0 && (await journal.rescue(unwritten))) unwritten.length = 0;
  return { unwritten, ...(error === undefined ? {} : { error }) };
}

/** Looks targets up where the API does, with its key for Kombo. */
export function apiResolver(client: ResultLinksClient, signal: AbortSignal) {
  return {
    resolveMany: async (references: readonly TargetReference[]): Promise<TargetResolution[]> =>
      references.length === 0 ? [] : act(() => client.resolveTargets(references, { signal })),
  };
}

/** The same row of the same input has the same key in every run. */
function rowKey(inputKey: string, row: number): string {
  return `bulk-${hash('sha256', inputKey, 'hex').slice(0, 32)}-${row}`;
}
