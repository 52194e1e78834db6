/** Every kind of class of the contract with an input it accepts. */
import * as contract from '../index.js';
import type { ConsumerClass } from './consumer-classes.js';
import { candidateRequest } from './requests.js';

const failure = () => ({
  code: 'REMOTE.INPUT_INVALID',
  http_status: 422,
  title: null,
  message: 'no',
  log_url: null,
  advice: null,
});

const delivery = () => ({
  id: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  state: 'failed',
  integration_id: 'workday:1',
  target: { type: 'candidate', id: 'c' },
  attempt_count: 1,
  next_attempt_at: null,
  last_outcome: 'rejected',
  failure: failure(),
  warnings: [{ message: 'w' }],
  idempotency_key: null,
  accepted_at: '2026-11-23T00:00:00Z',
  updated_at: '2026-11-23T00:00:01Z',
});

const attempt = () => ({
  number: 1,
  started_at: '2026-11-23T00:00:00Z',
  finished_at: null,
  outcome: null,
  request_sent: 'maybe',
  failure: failure(),
});

const resolution = () => ({
  status: 'resolved',
  target: { type: 'application', id: 'a' },
  message: 'found one application',
  choices: [
    {
      type: 'application',
      id: 'a',
      candidate_id: 'c',
      initials: 'A.L.',
      job: { id: 'j', remote_id: null, name: null },
      outcome: 'PENDING',
      created_at: null,
    },
  ],
  choice_count: 1,
  failure: null,
});

const applicationRequest = () => {
  const { candidate_id, ...rest } = candidateRequest();
  return { application_id: candidate_id, ...rest };
};

/** Requests first; most inputs of the differential test are about them. */
export const CONTRACT_CLASSES: readonly ConsumerClass[] = [
  { dto: contract.PostAtsCandidatesCandidateIDResultLinksRequest, valid: candidateRequest },
  { dto: contract.PostAtsApplicationsApplicationIDResultLinksRequest, valid: applicationRequest },
  {
    dto: contract.CandidateBatchLine,
    valid: () => ({ ...candidateRequest(), idempotency_key: 'order 42' }),
  },
  {
    dto: contract.PostAtsCandidatesCandidateIDResultLinksRequestBody,
    valid: () => candidateRequest().request_body,
  },
  {
    dto: contract.ResultLinkErrorResponse,
    valid: () => ({
      status: 'error',
      error: {
        code: 'PLATFORM.INPUT_INVALID',
        title: 't',
        message: 'm',
        log_url: null,
        fields: [{ path: 'p', code: 'c', message: 'm' }],
        newer: { than: 'this' },
      },
    }),
  },
  {
    dto: contract.DeliveryResponse,
    valid: () => ({ status: 'success', data: { ...delivery(), attempts: [attempt(), attempt()] } }),
  },
  {
    dto: contract.ListDeliveriesResponse,
    valid: () => ({ status: 'success', data: { results: [delivery(), delivery()], next: null } }),
  },
  {
    dto: contract.PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
    valid: () => ({ status: 'success', data: {}, warnings: [{ message: 'w' }] }),
  },
  {
    dto: contract.ResolveTargetsRequest,
    valid: () => ({
      references: [
        { x_integration_id: 'workday:1', email: 'a@b.example', prefer: 'newest-application' },
        { x_integration_id: 'workday:1', remote_id: '7', remote_id_of: 'candidate', job: 'j' },
      ],
    }),
  },
  {
    dto: contract.ResolveTargetsResponse,
    valid: () => ({ status: 'success', data: { results: [resolution(), resolution()] } }),
  },
  { dto: contract.ResolveDeliveryRequest, valid: () => ({ outcome: 'delivered' }) },
  {
    dto: contract.ListDeliveriesQuery,
    valid: () => ({ state: 'failed,parked', limit: '20', accepted_after: '2026-11-23' }),
    keepsOff: /@Transform/,
  },
];
