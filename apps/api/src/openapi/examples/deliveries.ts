import type * as contract from '@result-links/contracts';
import { APPLICATION, CANDIDATE, DELIVERY, INTEGRATION, success } from './shared.js';

const resultLink: contract.PostAtsCandidatesCandidateIDResultLinksRequestBody = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
  details: {
    custom_field_name_prefix: 'Acme:',
    attributes: [{ key: 'Score', value: '87%' }],
  },
};

export const queued: contract.Delivery = {
  id: DELIVERY,
  state: 'queued',
  integration_id: INTEGRATION,
  target: { type: 'candidate', id: CANDIDATE },
  attempt_count: 0,
  next_attempt_at: '2026-11-23T09:15:30.125Z',
  last_outcome: null,
  failure: null,
  warnings: [],
  idempotency_key: null,
  accepted_at: '2026-11-23T09:15:30.125Z',
  updated_at: '2026-11-23T09:15:30.125Z',
};
export const failure: contract.DeliveryFailure = {
  code: 'REMOTE.INPUT_INVALID',
  http_status: 400,
  title: 'Input is invalid',
  message: 'The candidate does not exist in Workday.',
  log_url: null,
  advice: 'Correct the result link, then retry the delivery.',
};
export const attempt: contract.DeliveryAttempt = {
  number: 1,
  started_at: '2026-11-23T09:15:30.130Z',
  finished_at: '2026-11-23T09:15:31.482Z',
  outcome: 'rejected',
  request_sent: 'yes',
  failure,
};
export const failed: contract.Delivery = {
  ...queued,
  state: 'failed',
  attempt_count: 1,
  next_attempt_at: null,
  last_outcome: 'rejected',
  failure,
  updated_at: '2026-11-23T09:15:31.482Z',
};
export const delivered: contract.Delivery = {
  ...failed,
  state: 'delivered',
  last_outcome: 'delivered',
  failure: null,
};
export const withAttempts = (
  delivery: contract.Delivery,
  attempts: contract.DeliveryAttempt[],
): contract.DeliveryResponse => ({ status: 'success', data: { ...delivery, attempts } });

/** Result links and deliveries, by schema. */
export const DELIVERIES = {
  PostAtsCandidatesCandidateIDResultLinksRequestBody: resultLink,
  PostAtsCandidatesCandidateIDResultLinksPositiveResponse: {
    ...success({}),
    warnings: [],
  } satisfies contract.PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
  DeliveryAcceptedResponse: {
    status: 'accepted',
    data: queued,
  } satisfies contract.DeliveryAcceptedResponse,
  DeliveryResponse: withAttempts(failed, [attempt]),
  ListDeliveriesResponse: success({
    results: [failed],
    next: null,
  }) satisfies contract.ListDeliveriesResponse,
  RetryDeliveriesRequest: {
    state: ['failed'],
    error_code: 'REMOTE.INPUT_INVALID',
    accepted_after: '2026-11-23T00:00:00Z',
    dry_run: true,
  } satisfies contract.RetryDeliveriesRequest,
  TouchedDeliveriesResponse: success({
    count: 12,
    dry_run: true,
  }) satisfies contract.TouchedDeliveriesResponse,
  ResolveDeliveryRequest: { outcome: 'delivered' } satisfies contract.ResolveDeliveryRequest,
  CandidateBatchLine: {
    x_integration_id: INTEGRATION,
    candidate_id: CANDIDATE,
    request_body: resultLink,
  } satisfies contract.CandidateBatchLine,
  ApplicationBatchLine: {
    x_integration_id: INTEGRATION,
    application_id: APPLICATION,
    request_body: resultLink,
    idempotency_key: '6f1c2f0e-2c53-4a57-9a55-0d6b8f2f0f7e',
  } satisfies contract.ApplicationBatchLine,
  BatchLineAnswer: {
    index: 0,
    status: 'accepted',
    delivery: queued,
  } satisfies contract.BatchLineAnswer,
  BatchEnd: {
    status: 'end',
    is_complete: true,
    accepted: 1,
    replayed: 0,
    refused: 0,
  } satisfies contract.BatchEnd,
};
