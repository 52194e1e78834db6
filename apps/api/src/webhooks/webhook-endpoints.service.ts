import { Inject, Injectable } from '@nestjs/common';
import { WEBHOOK_EVENT_TYPES } from '@result-links/contracts/webhooks';
import type * as contract from '@result-links/contracts/webhooks';
import {
  EncryptionKeyMissingError,
  MAX_ENDPOINTS,
  type EndpointWithSecret,
  type Engine,
  type OutgoingWebhooks,
  type WebhookEndpoint,
} from '@result-links/engine';
import type { Actor, Principal } from '@result-links/delivery';
import { ENGINE } from '../engine.provider.js';
import { ApiError, invalidRequest } from '../http/api-error.js';
import { toWebhookAttempt, toWebhookEndpoint } from './webhook-endpoint.mapper.js';

const DEFAULT_ATTEMPTS = 50;

/** The endpoints of an account: who is told what happens. */
@Injectable()
export class WebhookEndpointsService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /** @throws ApiError 400 for an address that cannot be one, 409 for one too many */
  async create(
    accountId: string,
    by: Actor,
    { url, events }: contract.CreateWebhookEndpointRequest,
  ): Promise<contract.WebhookEndpointSecretResponse> {
    this.check(url);
    const made = await sealing(
      this.webhooks.create({ accountId, url, events: events ?? [...WEBHOOK_EVENT_TYPES] }, by),
    );
    if (made === null) {
      throw tooMany();
    }
    return withSecret(made);
  }

  async list({ accountId, scope }: Principal): Promise<contract.ListWebhookEndpointsResponse> {
    const endpoints = await this.webhooks.list(accountId);
    return {
      status: 'success',
      data: { results: endpoints.map((each) => toWebhookEndpoint(each, scope)) },
    };
  }

  /** @throws ApiError 404 */
  async show(
    { accountId, scope }: Principal,
    id: string,
  ): Promise<contract.WebhookEndpointResponse> {
    return answer(found(await this.webhooks.find(accountId, id)), scope);
  }

  /** @throws ApiError 404, 400 for an address that cannot be one */
  async update(
    accountId: string,
    by: Actor,
    id: string,
    { url, events, disabled }: contract.UpdateWebhookEndpointRequest,
  ): Promise<contract.WebhookEndpointResponse> {
    if (url !== undefined) {
      this.check(url);
    }
    const change = {
      ...(url !== undefined && { url }),
      ...(events !== undefined && { events }),
      ...(disabled !== undefined && { isDisabled: disabled }),
    };
    const changed = await this.webhooks.update(accountId, id, change, by);
    return answer(found(changed), 'write');
  }

  /** @throws ApiError 404 */
  async remove(accountId: string, by: Actor, id: string): Promise<void> {
    found((await this.webhooks.remove(accountId, id, by)) || null);
  }

  /** @throws ApiError 404 */
  async rotateSecret(
    accountId: string,
    by: Actor,
    id: string,
  ): Promise<contract.WebhookEndpointSecretResponse> {
    return withSecret(found(await sealing(this.webhooks.rotateSecret(accountId, id, by))));
  }

  /** @throws ApiError 404, 409 while it is switched off */
  async test(accountId: string, by: Actor, id: string): Promise<contract.WebhookMessageResponse> {
    if (found(await this.webhooks.find(accountId, id)).disabledAt !== null) {
      throw disabled();
    }
    const messageId = found(await this.webhooks.sendTest(accountId, id, by));
    return { status: 'success', data: { message_id: messageId } };
  }

  /** @throws ApiError 404 */
  async attempts(
    accountId: string,
    id: string,
    { limit = DEFAULT_ATTEMPTS }: contract.ListWebhookAttemptsQuery,
  ): Promise<contract.ListWebhookAttemptsResponse> {
    const attempts = found(await this.webhooks.listAttempts(accountId, id, limit));
    return { status: 'success', data: { results: attempts.map(toWebhookAttempt) } };
  }

  private get webhooks(): OutgoingWebhooks {
    return this.engine.webhooks.outgoing;
  }

  private check(url: string): void {
    const problem = this.webhooks.urlProblem(url);
    if (problem !== null) {
      throw invalidRequest([{ path: 'url', ...problem }]);
    }
  }
}

function answer(
  endpoint: WebhookEndpoint,
  scope: Principal['scope'],
): contract.WebhookEndpointResponse {
  return { status: 'success', data: toWebhookEndpoint(endpoint, scope) };
}

function withSecret(made: EndpointWithSecret): contract.WebhookEndpointSecretResponse {
  const { endpoint, secret } = made;
  return { status: 'success', data: { ...toWebhookEndpoint(endpoint, 'write'), secret } };
}

function found<T>(value: T | null): T {
  if (value === null) {
    throw new ApiError({
      status: 404,
      code: null,
      reason: 'webhook_endpoint_not_found',
      title: 'There is no such webhook endpoint',
      message:
        'There is no such webhook endpoint in this account; GET /v1/webhook-endpoints lists them.',
    });
  }
  return value;
}

/** A secret is only kept sealed, so it takes a key to seal it with. */
async function sealing<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    if (!(error instanceof EncryptionKeyMissingError)) throw error;
    throw new ApiError({
      status: 409,
      code: null,
      reason: 'encryption_key_missing',
      title: 'There is no key to keep the secret with',
      message: `${error.message}.`,
    });
  }
}

function tooMany(): ApiError {
  return new ApiError({
    status: 409,
    code: null,
    reason: 'too_many_webhook_endpoints',
    title: 'There are too many webhook endpoints',
    message: `An account has at most ${MAX_ENDPOINTS} webhook endpoints: delete one, or let one receiver tell the others.`,
  });
}

function disabled(): ApiError {
  return new ApiError({
    status: 409,
    code: null,
    reason: 'webhook_endpoint_disabled',
    title: 'The webhook endpoint is switched off',
    message: 'Nothing is sent to it. Switch it on first: PATCH it with {"disabled":false}.',
  });
}
