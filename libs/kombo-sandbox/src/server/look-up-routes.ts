import { setTimeout as delay } from 'node:timers/promises';
import { integrationDetails } from '../kombo/integration-details.js';
import { komboLikeId } from '../kombo/kombo-like-id.js';
import type { Headers } from '../scenarios/fault.js';
import { listApplications, listCandidates, listJobs } from '../population/listings.js';
import { InvalidQueryError } from '../population/query.js';
import { listTools, TOOL_CATEGORIES } from '../population/tools.js';
import type { ListingOperation, Operation } from '../scenarios/scenario.js';
import { gone, header, type Call } from './call.js';
import { end, endingOf, withHeaders } from './ending.js';
import {
  checkKey,
  findIntegration,
  integrationIdOf,
  invalid,
  Refusal,
  refusalReply,
} from './refusal.js';
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

const LISTINGS = {
  'get-candidates': listCandidates,
  'get-applications': listApplications,
  'get-jobs': listJobs,
} satisfies Record<ListingOperation, unknown>;

/**
 * `GET /v1/ats/candidates`, `/applications` and `/jobs`: the population of the integration.
 * Source: Kombo OpenAPI document, 2026-05-02.
 */
export function answerListing(
  world: World,
  call: Call,
  operation: ListingOperation,
): Promise<void> {
  const integrationId = header(call, 'x-integration-id');
  return lookUp(world, call, operation, integrationId, () => {
    findIntegration(world, integrationIdOf(call));
    return jsonReply(200, {
      status: 'success',
      data: LISTINGS[operation](integrationIdOf(call), call.query),
    });
  });
}

/** `GET /v1/tools/{category}`. Source: Kombo OpenAPI document, 2026-05-02. */
export function answerTools(world: World, call: Call, category: string): Promise<void> {
  return lookUp(world, call, 'get-tools', null, () => {
    if (!TOOL_CATEGORIES.includes(category)) {
      throw invalid(`category must be one of ${TOOL_CATEGORIES.join(', ')}.`);
    }
    return jsonReply(200, { status: 'success', data: listTools(category) });
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
    const normal = answerOrRefusal(answer);
    if (integrationId !== null) {
      const refusal = world.limiter.request(integrationId);
      limitHeaders = world.limiter.rateHeaders(integrationId);
      if (refusal !== null) throw new Refusal(refusal);
    }
    const integration = integrationId === null ? undefined : world.directory.find(integrationId);
    const state = integration && world.directory.stateOf(integration);
    const behaviour = world.script.next({
      operation,
      integrationId,
      targetId: null,
      // What an integration says about itself is the same in every state.
      ...(isListing(operation) && { state }),
    });
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

function isListing(operation: Operation): operation is ListingOperation {
  return Object.hasOwn(LISTINGS, operation);
}

/** @throws {Refusal} 400 PLATFORM.INPUT_INVALID for a query that makes no sense */
function answerOrRefusal(answer: () => Reply): Reply {
  try {
    return answer();
  } catch (error) {
    throw error instanceof InvalidQueryError ? invalid(`${error.message}.`) : error;
  }
}
