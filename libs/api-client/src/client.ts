import type {
  BatchLineAnswer,
  Delivery,
  DeliveryFilter,
  DeliveryPage,
  DeliveryWithAttempts,
  IntegrationReadiness,
  ListDeliveriesQuery,
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  ResolveDeliveryRequest,
  TargetReference,
  TargetResolution,
  TouchedDeliveries,
} from '@result-links/contracts';
import type {
  CreateWebhookEndpointRequest,
  UpdateWebhookEndpointRequest,
  WebhookAttempt,
  WebhookEndpoint,
  WebhookEndpointWithSecret,
  WebhookMessage,
} from '@result-links/contracts/webhooks';
import type { CallOptions } from './call-options.js';
import { batchDeliveries, type BatchLines } from './deliveries/batch.js';
import * as deliveries from './deliveries/deliveries.js';
import type { BulkOptions } from './deliveries/deliveries.js';
import * as integrations from './integrations/integrations.js';
import type { ResultLinkOptions } from './result-links/preferences.js';
import * as resultLinks from './result-links/result-links.js';
import type { ResultLinkAnswer } from './result-links/result-links.js';
import * as targets from './targets/targets.js';
import { openTransport, type ConnectionOptions } from './transport/open-transport.js';
import type { Transport } from './transport/transport.js';
import * as webhooks from './webhook-endpoints/webhook-endpoints.js';

/** How to reach the API. */
export interface ResultLinksClientOptions extends ConnectionOptions {
  /** An API key of this product (not a Kombo key). */
  apiKey: string;
}

/**
 * Talks to the HTTP API of this product.
 *
 * Every method fails with
 * - `ResultLinksApiError` when the API answered with an error,
 * - `ResultLinksNoAnswerError` when no complete answer came (its `requestSent` tells whether the
 *   request may have arrived).
 * Nothing is repeated by itself. Neither this object nor any error shows the API key.
 */
export class ResultLinksClient {
  readonly #transport: Transport;

  /** @throws TypeError when an option cannot be used; the message never repeats a key. */
  constructor(options: ResultLinksClientOptions) {
    this.#transport = openTransport(options, 'apiKey', options.apiKey);
  }

  /**
   * Hands over a result link for a candidate and waits for what becomes of it, unless told otherwise.
   * @throws TypeError for options that cannot be sent
   */
  addCandidateResultLink(
    request: PostAtsCandidatesCandidateIDResultLinksRequest,
    options?: ResultLinkOptions,
  ): Promise<ResultLinkAnswer> {
    return resultLinks.addCandidateResultLink(this.#transport, request, options);
  }

  /** Like {@link addCandidateResultLink}, for an application. */
  addApplicationResultLink(
    request: PostAtsApplicationsApplicationIDResultLinksRequest,
    options?: ResultLinkOptions,
  ): Promise<ResultLinkAnswer> {
    return resultLinks.addApplicationResultLink(this.#transport, request, options);
  }

  /**
   * Hands over any number of result links in one call, and yields what came of each, in their order, while
   * later ones are still being sent. Lines are asked for only as fast as the answers are consumed. Ends
   * when every line has its answer; a refused line is an answer, not an error. What was accepted stays
   * accepted, also when this ends early; the API recognises lines that are sent again.
   *
   * @param lines requests of the contract, each with an `idempotency_key` if it is to have one. They are
   *   not checked here: the API refuses the wrong ones.
   * @throws what `lines` throws
   * @throws ResultLinksApiError when the API did not take the batch or stopped reading it (`reason`
   *   `database_unavailable`: the lines without an answer are to be sent again)
   */
  batchDeliveries(
    lines: BatchLines,
    options?: CallOptions,
  ): AsyncGenerator<BatchLineAnswer, void, undefined> {
    return batchDeliveries(this.#transport, lines, options);
  }

  /** One page of deliveries, newest first. Filters that are absent match all. */
  listDeliveries(query: ListDeliveriesQuery = {}, options?: CallOptions): Promise<DeliveryPage> {
    return deliveries.listDeliveries(this.#transport, query, options);
  }

  /**
   * All deliveries that match, newest first, page by page as they are consumed (`limit`: the size of
   * a page). Those that are accepted meanwhile are not among them.
   */
  iterateDeliveries(
    query: ListDeliveriesQuery = {},
    options?: CallOptions,
  ): AsyncGenerator<Delivery, void, undefined> {
    return deliveries.iterateDeliveries(this.#transport, query, options);
  }

  /**
   * How these deliveries stand, however many, 200 with each call; for following many to their end. Ids
   * that are not known are left out; the order is not that of the ids.
   */
  findDeliveries(ids: readonly string[], options?: CallOptions): Promise<Delivery[]> {
    return deliveries.findDeliveries(this.#transport, ids, options);
  }

  /** A delivery with its attempts. An unknown id is a `ResultLinksApiError` of status 404. */
  getDelivery(id: string, options?: CallOptions): Promise<DeliveryWithAttempts> {
    return deliveries.getDelivery(this.#transport, id, options);
  }

  /**
   * Sends a failed or cancelled delivery again, or one that waits for its next attempt at once. In any
   * other state: `ResultLinksApiError` of status 409, with `deliveryState`.
   */
  retryDelivery(id: string, options?: CallOptions): Promise<DeliveryWithAttempts> {
    return deliveries.actOnDelivery(this.#transport, id, 'retry', undefined, options);
  }

  /** Withdraws a delivery that is queued, retrying or parked; 409 in any other state. */
  cancelDelivery(id: string, options?: CallOptions): Promise<DeliveryWithAttempts> {
    return deliveries.actOnDelivery(this.#transport, id, 'cancel', undefined, options);
  }

  /**
   * Tells what a human found in the ATS about a delivery of unknown outcome; 409 in any other state.
   * @param outcome `not_delivered` sends it again
   */
  resolveDelivery(
    id: string,
    outcome: ResolveDeliveryRequest['outcome'],
    options?: CallOptions,
  ): Promise<DeliveryWithAttempts> {
    return deliveries.actOnDelivery(this.#transport, id, 'resolve', { outcome }, options);
  }

  /**
   * Retries all that match and are failed, cancelled or retrying. Unknown ones are never touched:
   * they have to be resolved one by one.
   */
  retryDeliveries(filter: DeliveryFilter, options?: BulkOptions): Promise<TouchedDeliveries> {
    return deliveries.retryDeliveries(this.#transport, filter, options);
  }

  /** Whether result links can be written to an integration now, as Kombo says, and if not, why. */
  getIntegrationReadiness(id: string, options?: CallOptions): Promise<IntegrationReadiness> {
    return integrations.getIntegrationReadiness(this.#transport, id, options);
  }

  /**
   * Sends what waits for a parked integration, one first, then more. Status 404 when nothing was
   * ever accepted for it.
   */
  releaseIntegration(id: string, options?: CallOptions): Promise<TouchedDeliveries> {
    return integrations.releaseIntegration(this.#transport, id, options);
  }

  /**
   * The target of each reference, in their order: up to 250 (`MAX_TARGET_REFERENCES`), also of several
   * integrations. One that cannot be resolved is an answer, not an error. It may take as long as Kombo
   * wants the look-ups to pause, some 20 s and more.
   */
  resolveTargets(
    references: readonly TargetReference[],
    options?: CallOptions,
  ): Promise<TargetResolution[]> {
    return targets.resolveTargets(this.#transport, references, options);
  }

  /** The addresses that are told what happens, oldest first. */
  listWebhookEndpoints(options?: CallOptions): Promise<WebhookEndpoint[]> {
    return webhooks.listWebhookEndpoints(this.#transport, options);
  }

  /**
   * Tells an address what happens from now on. The `secret` in the answer is shown this once. Status 409
   * when there are too many, or the service has no encryption key.
   */
  createWebhookEndpoint(
    request: CreateWebhookEndpointRequest,
    options?: CallOptions,
  ): Promise<WebhookEndpointWithSecret> {
    return webhooks.createWebhookEndpoint(this.#transport, request, options);
  }

  /** Changes what is given. An unknown id is a `ResultLinksApiError` of status 404, here and below. */
  updateWebhookEndpoint(
    id: string,
    request: UpdateWebhookEndpointRequest,
    options?: CallOptions,
  ): Promise<WebhookEndpoint> {
    return webhooks.updateWebhookEndpoint(this.#transport, id, request, options);
  }

  /** Deletes an endpoint with all that waits for it. */
  deleteWebhookEndpoint(id: string, options?: CallOptions): Promise<void> {
    return webhooks.deleteWebhookEndpoint(this.#transport, id, options);
  }

  /** Makes a new secret, shown this once; the old one signs as well for another day. */
  rotateWebhookSecret(id: string, options?: CallOptions): Promise<WebhookEndpointWithSecret> {
    return webhooks.rotateWebhookSecret(this.#transport, id, options);
  }

  /** Queues a test event. Status 409 while the endpoint is switched off. */
  testWebhookEndpoint(id: string, options?: CallOptions): Promise<WebhookMessage> {
    return webhooks.testWebhookEndpoint(this.#transport, id, options);
  }

  /** What was sent to an endpoint lately, newest first; 50 unless told otherwise, at most 200. */
  listWebhookAttempts(
    id: string,
    query: { limit?: number } = {},
    options?: CallOptions,
  ): Promise<WebhookAttempt[]> {
    return webhooks.listWebhookAttempts(this.#transport, id, query, options);
  }
}
