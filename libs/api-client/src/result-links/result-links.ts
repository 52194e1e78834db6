import type {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '@result-links/contracts';
import type { DeliveryHeaders } from '../errors.js';
import { asFields, asText, deliveryHeaders, toApiError } from '../transport/answers.js';
import { segment } from '../transport/path.js';
import type { TransportAnswer } from '../transport/answers.js';
import type { Transport } from '../transport/transport.js';
import { preferenceHeaders, type ResultLinkOptions } from './preferences.js';

/** The API has the result link. */
export interface ResultLinkAnswer extends DeliveryHeaders {
  /** 200: written to the ATS. 202: accepted and kept, on its way. */
  status: number;
  /** The API had it already: this is the present answer about the delivery of an earlier request. */
  isReplayed: boolean;
  /** Kombo's shape; `warnings` is empty when the API sent none. */
  data: PostAtsCandidatesCandidateIDResultLinksPositiveResponse;
}

/** `POST /v1/ats/candidates/{candidate_id}/result-links` */
export async function addCandidateResultLink(
  transport: Transport,
  request: PostAtsCandidatesCandidateIDResultLinksRequest,
  options: ResultLinkOptions = {},
): Promise<ResultLinkAnswer> {
  return post(transport, `/ats/candidates/${segment(request.candidate_id)}`, request, options);
}

/** `POST /v1/ats/applications/{application_id}/result-links` */
export async function addApplicationResultLink(
  transport: Transport,
  request: PostAtsApplicationsApplicationIDResultLinksRequest,
  options: ResultLinkOptions = {},
): Promise<ResultLinkAnswer> {
  return post(transport, `/ats/applications/${segment(request.application_id)}`, request, options);
}

async function post(
  transport: Transport,
  targetPath: string,
  request: { x_integration_id: string; request_body?: unknown },
  options: ResultLinkOptions,
): Promise<ResultLinkAnswer> {
  const answer = await transport.send({
    method: 'POST',
    path: `${targetPath}/result-links`,
    headers: { 'X-Integration-Id': request.x_integration_id, ...preferenceHeaders(options) },
    body: request.request_body ?? {},
    signal: options.signal,
  });
  if (!isAcceptance(answer)) {
    throw toApiError(answer);
  }
  return { status: answer.status, data: readData(answer.body), ...deliveryHeaders(answer) };
}

/**
 * A 2xx counts when it names a delivery or has Kombo's shape. Any other web server answers a POST
 * with 200 as well, and its page must not pass for a delivered result link.
 */
function isAcceptance(answer: TransportAnswer): boolean {
  const isSuccess = answer.status >= 200 && answer.status < 300;
  const isOurs =
    answer.header('X-Delivery-Id') !== undefined || asFields(answer.body)?.['status'] === 'success';
  return isSuccess && isOurs;
}

function readData(body: unknown): ResultLinkAnswer['data'] {
  const warnings: unknown = asFields(body)?.['warnings'];
  const messages = (Array.isArray(warnings) ? warnings : []).flatMap(
    (warning) => asText(asFields(warning)?.['message']) ?? [],
  );
  return { status: 'success', data: {}, warnings: messages.map((message) => ({ message })) };
}
