import { createResolver, komboLookUps } from '@result-links/resolver';
import { createApiClient } from '../../api/client.js';
import { createKomboClient } from '../../kombo/client.js';
import type { ApiDestination, KomboDestination } from '../../settings/destination.js';
import { komboCourier } from './deliver/courier.js';
import { deliverRows, type DeliverOptions, type DeliverResult } from './deliver/deliver-rows.js';
import type { RowResolver } from './deliver/prepare-rows.js';
import type { Run } from './run.js';
import {
  apiResolver,
  deliverThroughApi,
  type ThroughApiOptions,
} from './through-api/deliver-through-api.js';

/** One of the two ways into an ATS: directly to Kombo, or through our API. */
export interface Way {
  resolver: RowResolver;
  /** A row that is handed over twice is recognised: what was in flight at a crash can simply go again. */
  knowsRepeats: boolean;
  deliver(
    work: Omit<DeliverOptions, 'send' | 'mostInFlight'> & Omit<ThroughApiOptions, 'client'>,
  ): Promise<DeliverResult>;
  close(): void;
}

/** @throws CliError when the key is missing, or a setting cannot be used */
export function openWay(run: Run): Way {
  const { destination } = run.plan;
  return destination.via === 'api' ? throughApi(run, destination) : throughKombo(run, destination);
}

function throughKombo({ plan, context }: Run, destination: KomboDestination): Way {
  const { mostInFlight, timeoutMs } = plan;
  const client = createKomboClient(destination, timeoutMs);
  const { signal } = context;
  return {
    resolver: createResolver(komboLookUps(client), { signal }),
    knowsRepeats: false,
    deliver: (work) =>
      deliverRows({
        ...work,
        send: komboCourier(client),
        ...(mostInFlight === undefined ? {} : { mostInFlight }),
      }),
    close: () => client.close(),
  };
}

function throughApi({ plan, context }: Run, destination: ApiDestination): Way {
  const client = createApiClient(destination, plan.timeoutMs);
  return {
    resolver: apiResolver(client, context.signal),
    knowsRepeats: true,
    deliver: (work) => deliverThroughApi({ ...work, client }),
    close: () => undefined,
  };
}
