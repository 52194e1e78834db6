import { setTimeout as delay } from 'node:timers/promises';
import { integrationDetails } from '../kombo/integration-details.js';
import { komboLikeId } from '../kombo/kombo-like-id.js';
import type { Headers } from '../scenarios/fault.js';
import type { Operation } from '../scenarios/scenario.js';
import { gone, type Call } from './call.js';
import { end, endingOf, withHeaders } from './ending.js';
import { checkKey, findIntegration, Refusal, refusalReply } from './refusal.js';
import { jsonReply, type Reply } from '../kombo/reply.js';
import type { World } from './world.js';

/** One Kombo environment, the same in every sandbox. `customer_id` is its deprecated twin. */
const ENVIRONMENT_ID = komboLikeId('sandbox-environment');

/** `GET /v1/check-api-key`. Source: Kombo OpenAPI document, 2026-05-02. */
export function answerCheckApiKey(world: World, call: Call): Promise<void> {
  return lookUp(world, call, 'check-api-key', null, () =>
    jsonReply(200, {
      status: 'success',
      data: { environment_id: ENVIRONMENT_ID, customer_id: ENVIRONMENT_ID },
    }),
  );
}

/** `GET /v1/integrations/{integration_id}`. Source: Kombo OpenAPI document, 2026-05-02. */
export function answerIntegrationDetails(world: World, call: Call, id: string): Promise<void> {
  return lookUp(world, call, 'integration-details', id, () => {
    const integration = findIntegration(world, id);
    const data = integrationDetails(integration, world.directory.stateOf(integration));
    return jsonReply(200, { status: 'success', data });
  });
}

/** Look-ups count against the rate of their integration but take no place in flight. */
async function lookUp(
  world: World,
  call: Call,
  operation: Operation,
  integrationId: string | null,
  answer: () => Reply,
): Promise<void> {
  let limitHeaders: Headers = {};
  try {
    checkKey(world, call);
    const normal = answer();
    if (integrationId !== null) {
      const refusal = world.limiter.request(integrationId);
      limitHeaders = world.limiter.rateHeaders(integrationId);
      if (refusal !== null) throw new Refusal(refusal);
    }
    const behaviour = world.script.next({ operation, integrationId, targetId: null });
    const fault = behaviour?.fault ?? { kind: 'none' };
    const latencyMs = behaviour?.latencyMs ?? 0;
    if (latencyMs > 0) await delay(latencyMs, undefined, { signal: world.closing });
    if (fault.kind === 'hang') await gone(call);
    const logUrl = `https://app.kombo.dev/sandbox/logs?interactionId=${operation}`;
    end(call, endingOf(fault, { normal, limitHeaders, logUrl }));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reply = withHeaders(refusalReply(error, null), limitHeaders);
    end(call, { ended: 'answered', reply });
  }
}
