import type {
  ApiKeyDetails,
  Deliverable,
  IntegrationDetails,
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '@result-links/contracts';
import { HttpCaller } from './http/http-caller.js';
import { readApiKeyDetails, readIntegrationDetails } from './integration-details.js';
import * as assessment from './operations/assessment/index.js';
import * as ats from './operations/ats/index.js';
import { bindOperations, type Bound } from './operations/bind.js';
import * as general from './operations/general/index.js';
import {
  OperationCaller,
  type CallOptions,
  type KomboResponse,
  type Route,
  type WriteReceipt,
} from './operations/operation-caller.js';
import { resolveOptions, type KomboClientOptions } from './options.js';

/** What a written result link comes to. Kombo tells no id of the link, and it cannot be read back. */
export type ResultLinkReceipt = WriteReceipt;

/** A result link for a candidate, with its body. */
export type CandidateResultLink = Deliverable<PostAtsCandidatesCandidateIDResultLinksRequest>;
/** A result link for an application, with its body. */
export type ApplicationResultLink = Deliverable<PostAtsApplicationsApplicationIDResultLinksRequest>;

const CANDIDATE_RESULT_LINKS: Route = {
  method: 'POST',
  path: '/ats/candidates/{candidate_id}/result-links',
  of: 'integration',
};
const APPLICATION_RESULT_LINKS: Route = {
  method: 'POST',
  path: '/ats/applications/{application_id}/result-links',
  of: 'integration',
};
const API_KEY: Route = { method: 'GET', path: '/check-api-key', of: 'account' };
const INTEGRATION: Route = { method: 'GET', path: '/integrations/{integration_id}', of: 'account' };

/**
 * Client of the Kombo calls that delivering result links needs.
 *
 * One call is one request: nothing is repeated, no redirect is followed. Every failure is a
 * {@link KomboError} that says what the call came to (`outcome`); wrong arguments are a `TypeError`.
 * Requests are not validated here: use the `validate…` functions of `@result-links/contracts`.
 */
export class KomboClient {
  /** Where requests go, without a slash at the end. */
  readonly baseUrl: string;
  /** Reading from an ATS and writing to it: everything but result links, which are below. */
  readonly ats: Bound<typeof ats>;
  /** Tests that recruiters order in their ATS. */
  readonly assessment: Bound<typeof assessment>;
  /** Integrations: connecting, repairing, syncing them. */
  readonly general: Bound<typeof general>;
  readonly #http: HttpCaller;
  readonly #caller: OperationCaller;

  /** @throws TypeError that names the wrong option */
  constructor(options: KomboClientOptions) {
    const resolved = resolveOptions(options);
    this.#http = new HttpCaller(resolved);
    this.#caller = new OperationCaller(this.#http, resolved);
    this.baseUrl = resolved.baseUrl;
    this.ats = bindOperations(ats, this.#caller);
    this.assessment = bindOperations(assessment, this.#caller);
    this.general = bindOperations(general, this.#caller);
  }

  /** `POST /ats/candidates/{candidate_id}/result-links`. Resolves on any 2xx that carries no error. */
  addCandidateResultLink(
    request: CandidateResultLink,
    options?: CallOptions,
  ): Promise<KomboResponse<ResultLinkReceipt>> {
    return this.#caller.write(CANDIDATE_RESULT_LINKS, request, options);
  }

  /** `POST /ats/applications/{application_id}/result-links`, the one Kombo recommends. Resolves on any 2xx that carries no error. */
  addApplicationResultLink(
    request: ApplicationResultLink,
    options?: CallOptions,
  ): Promise<KomboResponse<ResultLinkReceipt>> {
    return this.#caller.write(APPLICATION_RESULT_LINKS, request, options);
  }

  /** `GET /check-api-key`: which environment the key belongs to. */
  async checkApiKey(options?: CallOptions): Promise<KomboResponse<ApiKeyDetails>> {
    return this.#caller.fetch(API_KEY, {}, options, readApiKeyDetails);
  }

  /** `GET /integrations/{integration_id}`: state and abilities of an integration. */
  async getIntegrationDetails(
    integrationId: string,
    options?: CallOptions,
  ): Promise<KomboResponse<IntegrationDetails>> {
    const request = { integration_id: integrationId };
    return this.#caller.fetch(INTEGRATION, request, options, readIntegrationDetails);
  }

  /**
   * Ends all connections. Calls under way fail, and what becomes of their writes is unknown: wait
   * for them first. Later calls are refused. Agents you passed in stay yours.
   */
  close(): void {
    this.#http.close();
  }
}
