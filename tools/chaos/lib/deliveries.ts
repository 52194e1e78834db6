import { call } from './http.ts';
import { inParallel, sleep } from './waiting.ts';

/** What the API tells of an attempt, as far as it is used here. */
export interface ShownAttempt {
  number: number;
  started_at: string;
  finished_at: string | null;
  outcome: string | null;
  failure: { message: string | null } | null;
}

/** What the API tells of a delivery, as far as it is used here. */
export interface ShownDelivery {
  id: string;
  state: string;
  target: { type: string; id: string };
  integration_id: string;
  attempts: ShownAttempt[];
}

const PUSH_EVERY_MS = 3_000;
const OPEN = ['queued', 'delivering', 'retrying', 'parked'];

/** One delivery with its attempts; `null`: the API does not know it. */
export async function showDelivery(apiUrl: string, id: string): Promise<ShownDelivery | null> {
  const answer = await call({ url: `${apiUrl}/v1/deliveries/${id}` });
  if (answer.status === 404) return null;
  if (answer.status !== 200) throw new Error(`show ${id}: ${answer.status} ${answer.text}`);
  return (JSON.parse(answer.text) as { data: ShownDelivery }).data;
}

/** Many deliveries by id; those that the API does not know are left out. */
export async function showDeliveries(
  apiUrl: string,
  ids: Iterable<string>,
): Promise<Map<string, ShownDelivery>> {
  const found = new Map<string, ShownDelivery>();
  await inParallel(ids, 8, async (id) => {
    const delivery = await showDelivery(apiUrl, id);
    if (delivery !== null) found.set(id, delivery);
  });
  return found;
}

/** Ids of all deliveries in these states (all states when none is named), through the list and its pages. */
export async function listIds(apiUrl: string, states: readonly string[] = []): Promise<string[]> {
  const ids: string[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const query = new URLSearchParams({ limit: '200', ...(cursor && { cursor }) });
    if (states.length > 0) query.set('state', states.join(','));
    const answer = await call({ url: `${apiUrl}/v1/deliveries?${query.toString()}` });
    if (answer.status !== 200) throw new Error(`list: ${answer.status} ${answer.text}`);
    const { data } = JSON.parse(answer.text) as {
      data: { results: ShownDelivery[]; next: string | null };
    };
    ids.push(...data.results.map((delivery) => delivery.id));
    cursor = data.next;
  }
  return ids;
}

/** Whether a delivery in one of these states exists. */
export async function hasAnyIn(apiUrl: string, states: readonly string[]): Promise<boolean> {
  const answer = await call({ url: `${apiUrl}/v1/deliveries?limit=1&state=${states.join(',')}` });
  if (answer.status !== 200) throw new Error(`list: ${answer.status} ${answer.text}`);
  return (JSON.parse(answer.text) as { data: { results: unknown[] } }).data.results.length > 0;
}

/**
 * Waits until no delivery is open. Every 3 s it sends those again at once that wait after an outage of
 * the ATS, by the bulk retry of the API: their schedule reaches hours, and a scenario has minutes.
 *
 * @throws Error that shows a delivery which has not ended in time
 */
export async function untilAllEnded(apiUrl: string, timeoutMs: number): Promise<void> {
  let nextPushAt = performance.now() + PUSH_EVERY_MS;
  const endsAt = performance.now() + timeoutMs;
  while (await hasAnyIn(apiUrl, OPEN)) {
    if (performance.now() > endsAt) throw new Error(await describeOpen(apiUrl, timeoutMs));
    if (performance.now() > nextPushAt) {
      nextPushAt = performance.now() + PUSH_EVERY_MS;
      await sendWaitingNow(apiUrl);
    }
    await sleep(500);
  }
}

async function describeOpen(apiUrl: string, timeoutMs: number): Promise<string> {
  const open = await listIds(apiUrl, OPEN);
  const [first = ''] = open;
  const example = JSON.stringify(await showDelivery(apiUrl, first));
  return `${open.length} deliveries have not ended within ${timeoutMs} ms, e.g. ${example}`;
}

async function sendWaitingNow(apiUrl: string): Promise<void> {
  const url = `${apiUrl}/v1/deliveries:retry`;
  await call({ method: 'POST', url, body: { state: ['retrying'] } });
}

/** Tells what a human found out about a delivery of unknown outcome. */
export async function resolveDelivery(
  apiUrl: string,
  id: string,
  outcome: 'delivered' | 'not_delivered',
): Promise<void> {
  const url = `${apiUrl}/v1/deliveries/${id}:resolve`;
  const answer = await call({ method: 'POST', url, body: { outcome } });
  if (answer.status !== 200) throw new Error(`resolve ${id}: ${answer.status} ${answer.text}`);
}
