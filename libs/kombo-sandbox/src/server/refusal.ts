import type { KomboErrorCode } from '@result-links/contracts';
import type { SandboxIntegration } from '../integrations/ready-integrations.js';
import { header, parseJson, saysJson, type Call } from './call.js';
import { findFaults } from '../kombo/shape.js';
import { RESULT_LINK_SHAPE } from '../kombo/result-link-shape.js';
import { errorReply, type ErrorReplyOptions, type Reply } from '../kombo/reply.js';
import type { World } from './world.js';

/** The sandbox refuses a request on its own account, as Kombo would; nothing is written. */
export class Refusal extends Error {
  override readonly name = 'Refusal';

  constructor(
    readonly code: KomboErrorCode | null,
    readonly options: ErrorReplyOptions = {},
  ) {
    super(options.message ?? code ?? 'refused');
  }
}

/** @throws {Refusal} 401 PLATFORM.AUTHENTICATION_INVALID unless the bearer key is the right one */
export function checkKey(world: World, call: Call): void {
  const [scheme = '', key] = (header(call, 'authorization') ?? '').split(/ +/);
  if (scheme.toLowerCase() !== 'bearer' || key !== world.apiKey) {
    throw new Refusal('PLATFORM.AUTHENTICATION_INVALID');
  }
}

/** @throws {Refusal} 404 PLATFORM.INTEGRATION_NOT_FOUND [status inferred] */
export function findIntegration(world: World, id: string): SandboxIntegration {
  const integration = world.directory.find(id);
  if (integration === undefined) throw new Refusal('PLATFORM.INTEGRATION_NOT_FOUND');
  return integration;
}

/**
 * The body of a result link, checked as Kombo does. Its document does not require a body; that one
 * without label and url is refused, and a wrong content type too, is inferred.
 *
 * @throws {Refusal} 400 PLATFORM.INPUT_INVALID
 */
export function checkBody(call: Call): void {
  if (!saysJson(call)) throw invalid('The content type must be application/json.');
  const body = parseJson(call.rawBody);
  if (body === undefined) throw invalid('The body is not valid JSON.');
  const faults = findFaults(RESULT_LINK_SHAPE, body);
  if (faults.length > 0) throw invalid(`${faults.slice(0, 10).join('; ')}.`);
}

/** @throws {Refusal} 400 PLATFORM.INPUT_INVALID when `X-Integration-Id` is missing */
export function integrationIdOf(call: Call): string {
  const id = header(call, 'x-integration-id');
  if (id === null) throw invalid('The header X-Integration-Id is required.');
  return id;
}

/** No document says what Kombo answers here: status and code are inferred. */
export function targetNotFound(type: string): Refusal {
  return new Refusal('PLATFORM.INPUT_INVALID', {
    status: 404,
    message: `There is no ${type} with this id in this integration.`,
  });
}

/** 400 PLATFORM.INPUT_INVALID. */
export function invalid(message: string): Refusal {
  return new Refusal('PLATFORM.INPUT_INVALID', { message });
}

/** A refusal as an answer. A wrong key gets no `log_url`: there is no environment to show it in. */
export function refusalReply(refusal: Refusal, logUrl: string | null): Reply {
  const isAnonymous = refusal.code === 'PLATFORM.AUTHENTICATION_INVALID';
  return errorReply(refusal.code, { logUrl: isAnonymous ? null : logUrl, ...refusal.options });
}
