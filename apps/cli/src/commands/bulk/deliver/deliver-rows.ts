import type { Journal } from '../journal/journal.js';
import type { IntegrationLine, JournalLine, RowLine } from '../journal/journal-line.js';
import type { RowStates } from '../journal/row-states.js';
import type { Courier } from './courier.js';
import { Lane, type LaneClosed, type PreparedRow } from './lane.js';
import { Pace } from './pace.js';

/** What delivering needs. */
export interface DeliverOptions {
  /** Integrations with rows to send. */
  integrations: readonly string[];
  rowsOf(integrationId: string): AsyncGenerator<PreparedRow[]>;
  send: Courier;
  journal: Journal;
  states: RowStates;
  /** Most writes in flight per integration, below what Kombo allows. */
  mostInFlight?: number;
  /** Aborted: what is in flight comes to its end, nothing else begins. */
  signal: AbortSignal;
  /** Told of every fate, once it is on the disk. */
  onFate(line: RowLine): void;
  onIntegrationClosed(line: IntegrationLine): void;
}

/** How delivering ended. */
export interface DeliverResult {
  /** Why it ended early, if an error did that. */
  error?: unknown;
  /** Fates that are not in the journal, because it could not be written any more. */
  unwritten: RowLine[];
}

/** Integrations that are served at once; the next one begins when one is done. */
const LANES_AT_ONCE = 50;

/** Sends rows, each integration at its own pace, and notes what becomes of each. */
export async function deliverRows(options: DeliverOptions): Promise<DeliverResult> {
  const { integrations, signal } = options;
  const unwritten: RowLine[] = [];
  const lanes = new Set<Lane>();
  let error: unknown;
  let isStopped = signal.aborted;
  const stop = () => {
    isStopped = true;
    lanes.forEach((lane) => lane.stop());
  };
  const onError = (thrown: unknown) => {
    error ??= thrown;
    stop();
  };
  signal.addEventListener('abort', stop, { once: true });
  const queue = integrations.values();
  const serve = async () => {
    for (const integrationId of queue) {
      if (isStopped) return;
      const lane = openLane(integrationId, options, unwritten, onError, stop);
      lanes.add(lane);
      await lane.run();
      lanes.delete(lane);
    }
  };
  await Promise.all(Array.from({ length: LANES_AT_ONCE }, serve));
  signal.removeEventListener('abort', stop);
  if (unwritten.length > 0 && (await options.journal.rescue(unwritten))) unwritten.length = 0;
  return { unwritten, ...(error === undefined ? {} : { error }) };
}

function openLane(
  integrationId: string,
  { rowsOf, send, journal, states, mostInFlight, onFate, onIntegrationClosed }: DeliverOptions,
  unwritten: RowLine[],
  onError: (error: unknown) => void,
  stopAll: () => void,
): Lane {
  const append = (line: JournalLine) => journal.appendSoon(line);
  return new Lane({
    integrationId,
    pace: new Pace(mostInFlight),
    rows: rowsOf(integrationId),
    send,
    noteIntent: async ({ row, line }) => {
      await append({ row, line, state: 'sending', at: now() });
      states.set(row, 'sending');
    },
    noteFate: async ({ row, line }, fate) => {
      const entry: RowLine = { row, line, ...fate, at: now() };
      // At once: the counts that are shown need not wait for the disk.
      states.set(row, fate.state);
      await append(entry).catch((error: unknown) => {
        unwritten.push(entry);
        throw error;
      });
      onFate(entry);
    },
    onClosed: (reason) => {
      const line = toLine(integrationId, reason);
      append(line).catch(onError);
      onIntegrationClosed(line);
      if (reason.state === 'account_broken') stopAll();
    },
    onError,
  });
}

function toLine(
  integration: string,
  { state, code, message, advice }: LaneClosed,
): IntegrationLine {
  return {
    integration,
    state,
    at: now(),
    code,
    ...(message === undefined ? {} : { message }),
    ...(advice === undefined ? {} : { advice }),
  };
}

function now(): string {
  return new Date().toISOString();
}
