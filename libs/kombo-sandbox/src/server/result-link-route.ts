import { setTimeout as delay } from 'node:timers/promises';
import { hasTarget } from '../integrations/directory.js';
import type { SandboxIntegration, TargetType } from '../integrations/ready-integrations.js';
import { isPopulated } from '../population/listings.js';
import { isWriting, type Headers } from '../scenarios/fault.js';
import { gone, harmlessHeaders, header, isGone, parseJson, type Call } from './call.js';
import { end, endingOf, withHeaders, type Ending } from './ending.js';
import type { ReceivedResultLink } from './received-result-link.js';
import {
  checkBody,
  checkKey,
  findIntegration,
  integrationIdOf,
  refusalReply,
  Refusal,
  targetNotFound,
} from './refusal.js';
import { writtenReply } from '../kombo/reply.js';
import type { World } from './world.js';

/**
 * `POST /v1/ats/{candidates|applications}/{id}/result-links`. In this order: API key, integration,
 * rate, concurrency, body, then whatever the script has in store, else the link is written.
 */
export async function answerResultLink(
  world: World,
  call: Call,
  target: { type: TargetType; id: string },
): Promise<void> {
  const startedAt = performance.now();
  const record = world.log.add({
    at: new Date().toISOString(),
    integrationId: header(call, 'x-integration-id'),
    target,
    body: parseJson(call.rawBody) ?? null,
    rawBody: call.rawBody,
    wasWritten: false,
    answer: null,
    requestHeaders: harmlessHeaders(call),
  });
  const ending = await decideEnding(world, call, record);
  const reply = 'reply' in ending ? ending.reply : null;
  const ended = reply !== null && isGone(call) ? 'client-gone' : ending.ended;
  const status = reply?.status ?? null;
  const code = reply?.code ?? null;
  const durationMs = Math.round(performance.now() - startedAt);
  record.answer = { status, code, ended, durationMs };
  world.log.save(record);
  world.answers.count(ended, status, code);
  end(call, ending);
}

async function decideEnding(world: World, call: Call, record: ReceivedResultLink): Promise<Ending> {
  let limitHeaders: Headers = {};
  try {
    checkKey(world, call);
    const integration = findIntegration(world, integrationIdOf(call));
    const { limiter } = world;
    const { id } = integration;
    limiter.count(id, 'requests');
    const refusal = limiter.request(id) ?? limiter.enter(id);
    limitHeaders = { ...limiter.concurrencyHeaders(id), ...limiter.rateHeaders(id) };
    if (refusal !== null) throw new Refusal(refusal);
    try {
      return await write(world, call, record, integration, limitHeaders);
    } finally {
      limiter.leave(id);
    }
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    const reply = refusalReply(error, logUrlOf(record));
    return { ended: 'answered', reply: withHeaders(reply, limitHeaders) };
  }
}

async function write(
  world: World,
  call: Call,
  record: ReceivedResultLink,
  integration: SandboxIntegration,
  limitHeaders: Headers,
): Promise<Ending> {
  checkBody(call);
  const { type, id } = record.target;
  const isKnownTarget =
    hasTarget(integration, type, id) ||
    isPopulated(integration.id, type, id) ||
    world.script.names(id);
  const behaviour = world.script.next({
    operation: 'result-link',
    integrationId: integration.id,
    targetId: id,
    state: world.directory.stateOf(integration),
  });
  const fault = behaviour?.fault ?? { kind: 'none' };
  if (isWriting(fault) && !isKnownTarget) throw targetNotFound(type);
  const latencyMs = behaviour?.latencyMs ?? world.script.pick(world.latencyMs);
  if (latencyMs > 0) await delay(latencyMs, undefined, { signal: world.closing });
  if (isWriting(fault)) {
    // Also when the client has gone away meanwhile: Kombo finishes what it has begun.
    record.wasWritten = true;
    world.limiter.count(integration.id, 'written');
  }
  if (fault.kind === 'hang') await gone(call);
  return endingOf(fault, { normal: writtenReply(), limitHeaders, logUrl: logUrlOf(record) });
}

function logUrlOf(record: ReceivedResultLink): string {
  return `https://app.kombo.dev/sandbox/logs?interactionId=${record.sequence}`;
}
