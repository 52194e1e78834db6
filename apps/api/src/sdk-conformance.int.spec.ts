/** The official SDK, unchanged, pointed at this service by `server_url`. */
import { Kombo } from '@kombo-api/sdk';
import { KomboAtsError, KomboDefaultError } from '@kombo-api/sdk/models/errors';
import { KOMBO_ERROR_CODES, type KomboErrorCode } from '@result-links/contracts';
import { OUTCOME_BY_CODE } from '@result-links/kombo-client';
import {
  CANDIDATE,
  healthyIntegration,
  resultLink,
  startService,
  type TestService,
} from './testing/service.js';

let service: TestService;
let kombo: Kombo;
beforeAll(async () => {
  service = await startService();
  kombo = newClient();
});
afterAll(() => service.close());
afterEach(async () => {
  service.sandbox.reset();
  await service.engine.integrations.releaseAccount('default');
});

/** For an integration of its own each time: one that is parked must not get in the way of the next test. */
const newClient = (change: object = {}) =>
  new Kombo({
    api_key: service.apiKey,
    integration_id: healthyIntegration(),
    server_url: `${service.url}/v1`,
    ...change,
  });

const addToCandidate = (body: object = resultLink(), client = newClient()) =>
  client.ats.addCandidateResultLink({ candidate_id: CANDIDATE, body: body as never });

async function errorOf(call: Promise<unknown>): Promise<KomboAtsError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  expect(error).toBeInstanceOf(KomboAtsError);
  return error as KomboAtsError;
}

it('writes a link to a candidate', async () => {
  const body = resultLink();
  expect(await addToCandidate(body)).toEqual({ status: 'success', data: {}, warnings: [] });
  expect(service.sandbox.received()).toMatchObject([{ wasWritten: true, body }]);
});

it('writes a link to an application, with all the fields the SDK knows', async () => {
  const answer = await kombo.ats.addApplicationResultLink({
    application_id: 'application-1',
    body: {
      ...resultLink(),
      details: { custom_field_name_prefix: 'Acme:', attributes: [{ key: 'Score', value: '1' }] },
      remote_fields: { greenhouse: { post_headers: { on_behalf_of: null } } },
    },
  });
  expect(answer.status).toBe('success');
  expect(service.sandbox.received()).toMatchObject([
    {
      wasWritten: true,
      body: { remote_fields: { greenhouse: { post_headers: { 'On-Behalf-Of': null } } } },
    },
  ]);
});

const isRetried = (code: KomboErrorCode) =>
  ['throttled', 'unavailable'].includes(OUTCOME_BY_CODE[code].outcome);

it.each(KOMBO_ERROR_CODES.filter((code) => !isRetried(code)))(
  '%s reaches the caller as KomboAtsError',
  async (code) => {
    service.sandbox.script({ fault: `fail-${code}` });
    const error = await errorOf(addToCandidate());
    const isUnknown = OUTCOME_BY_CODE[code].outcome === 'unknown';
    expect(error.data$.error.code).toBe(isUnknown ? 'PLATFORM.TASK_TIMED_OUT' : code);
    // Those are about the key of this service, which is right.
    expect([401, 403]).not.toContain(error.statusCode);
  },
);

it.each(
  KOMBO_ERROR_CODES.filter(isRetried).filter((code) => code !== 'REMOTE.SERVICE_UNAVAILABLE'),
)('%s, once, is delivered without the caller noticing', async (code) => {
  service.sandbox.script({ fault: `fail-${code}`, times: 1 });
  expect(await addToCandidate()).toMatchObject({ status: 'success' });
});

it.each(['fail-NEW.CODE-422', 'html-502', 'malformed-500', 'empty-500', 'cut-after'])(
  '%s, which the SDK itself cannot read, is a proper KomboAtsError',
  async (fault) => {
    service.sandbox.script({ fault });
    await errorOf(addToCandidate());
  },
);

it('bad input names the fields', async () => {
  const error = await errorOf(addToCandidate({ label: '', url: 'not a url' }));
  expect(error.data$.error.code).toBe('PLATFORM.INPUT_INVALID');
  expect(error.data$.error.message).toMatch(/request_body\.label.*request_body\.url/);
});

it.each([
  ['a wrong key', { api_key: 'wrong' }],
  ['no integration', { integration_id: undefined }],
])('%s is a proper error', async (_name, change) => {
  const client = newClient(change);
  const error = await errorOf(addToCandidate(resultLink(), client));
  expect(error).not.toBeInstanceOf(KomboDefaultError);
});
