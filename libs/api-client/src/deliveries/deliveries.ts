import type {
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  DeliveryWithAttempts,
  ListDeliveriesQuery,
  ResolveDeliveryRequest,
  TouchedDeliveries,
} from '@result-links/contracts';
import type { CallOptions } from '../call-options.js';
import { asFields, asText, readData, readTouched, toApiError } from '../transport/answers.js';
import { queryString, segment } from '../transport/path.js';
import type { TransportAnswer } from '../transport/answers.js';
import type { Transport } from '../transport/transport.js';

/** The most ids and the largest page the API takes (`IDS_PER_FILTER` of the contract). */
const IDS_PER_CALL = 200;

/** Options of a bulk action. */
export interface BulkOptions extends CallOptions {
  /** Only say how many it would be; `false` when absent. */
  dryRun?: boolean;
}

/** `GET /v1/deliveries` */
export async function listDeliveries(
  transport: Transport,
  query: ListDeliveriesQuery,
  { signal }: CallOptions = {},
): Promise<DeliveryPage> {
  const path = `/deliveries${queryString({ ...query })}`;
  const answer = await transport.send({ method: 'GET', path, signal });
  const data = readData(answer);
  const { results, next } = data;
  if (!Array.isArray(results) || !results.every(isDelivery)) {
    throw toApiError(answer);
  }
  return { results, next: asText(next) ?? null };
}

/** All pages of {@link listDeliveries}, each asked for only when it is needed. */
export async function* iterateDeliveries(
  transport: Transport,
  query: ListDeliveriesQuery,
  options: CallOptions = {},
): AsyncGenerator<Delivery, void, undefined> {
  for (let cursor = query.cursor ?? null, isFirst = true; isFirst || cursor !== null;) {
    isFirst = false;
    const page: DeliveryPage = await listDeliveries(
      transport,
      { ...query, ...(cursor === null ? {} : { cursor }) },
      options,
    );
    yield* page.results;
    cursor = page.next;
  }
}

/** `GET /v1/deliveries?id=…`, as often as it takes. */
export async function findDeliveries(
  transport: Transport,
  ids: readonly string[],
  options: CallOptions = {},
): Promise<Delivery[]> {
  const found: Delivery[] = [];
  for (let from = 0; from < ids.length; from += IDS_PER_CALL) {
    const id = ids.slice(from, from + IDS_PER_CALL);
    const page = await listDeliveries(transport, { id, limit: IDS_PER_CALL }, options);
    found.push(...page.results);
  }
  return found;
}

/** `GET /v1/deliveries/{id}` */
export async function getDelivery(
  transport: Transport,
  id: string,
  { signal }: CallOptions = {},
): Promise<DeliveryWithAttempts> {
  return readDelivery(
    await transport.send({ method: 'GET', path: `/deliveries/${segment(id)}`, signal }),
  );
}

/** `POST /v1/deliveries/{id}:retry`, `:cancel` or `:resolve` */
export async function actOnDelivery(
  transport: Transport,
  id: string,
  action: 'retry' | 'cancel' | 'resolve',
  body: ResolveDeliveryRequest | undefined,
  { signal }: CallOptions = {},
): Promise<DeliveryWithAttempts> {
  const path = `/deliveries/${segment(id)}:${action}`;
  return readDelivery(await transport.send({ method: 'POST', path, body, signal }));
}

/** `POST /v1/deliveries:retry` */
export async function retryDeliveries(
  transport: Transport,
  filter: DeliveryFilter,
  { dryRun = false, signal }: BulkOptions = {},
): Promise<TouchedDeliveries> {
  const body = { ...filter, dry_run: dryRun };
  return readTouched(
    await transport.send({ method: 'POST', path: '/deliveries:retry', body, signal }),
  );
}

function readDelivery(answer: TransportAnswer): DeliveryWithAttempts {
  const data: unknown = readData(answer);
  if (!isDelivery(data) || !Array.isArray((data as Partial<DeliveryWithAttempts>).attempts)) {
    throw toApiError(answer);
  }
  return data as DeliveryWithAttempts;
}

/** By what makes it one; the rest is taken as the contract has it. */
function isDelivery(value: unknown): value is Delivery {
  const fields = asFields(value);
  return asText(fields?.['id']) !== undefined && asText(fields?.['state']) !== undefined;
}
