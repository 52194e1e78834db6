/** The official SDK, unchanged, pointed at this service by `server_url`. */
import { Kombo } from '@kombo-api/sdk';
import { KomboAtsError, KomboDefaultError } from '@kombo-api/sdk/models/errors';
import { KOMBO_ERROR_CODES } from '@result-links/contracts';
import { OUTCOME_BY_CODE } from '@result-links/kombo-client';
import {
  CANDIDATE,
  HEALTHY,
  RESULT_LINK,
  startService,
  type TestService,
} from './testing/service.js';

let service: TestService;
let kombo: Kombo;
beforeAll(async () => {
  service = await startService();
  kombo = new Kombo({
    api_key: service.apiKey,
    integration_id: HEALTHY,
    server_url: `${service.url}/v1`,
  });
});
afterAll(() => service.close());
beforeEach(() => service.sandbox.reset());

const addToCandidate = (body: object = RESULT_LINK, client = kombo) =>
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
  expect(await addToCandidate()).toEqual({ status: 'success', data: {}, warnings: [] });
  expect(service.sandbox.received()).toMatchObject([{ wasWritten: true, body: RESULT_LINK }]);
});

it('writes a link to an application, with all the fields the SDK knows', async () => {
  const answer = await kombo.ats.addApplicationResultLink({
    application_id: 'application-1',
    body: {
      ...RESULT_LINK,
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

it.each(KOMBO_ERROR_CODES)('%s reaches the caller as KomboAtsError', async (code) => {
  service.sandbox.script({ fault: `fail-${code}` });
  const error = await errorOf(addToCandidate());
  const isUnknown = OUTCOME_BY_CODE[code].outcome === 'unknown';
  expect(error.data$.error.code).toBe(isUnknown ? 'PLATFORM.TASK_TIMED_OUT' : code);
});

it.each(['fail-NEW.CODE-422', 'html-502', 'plain-503', 'malformed-500', 'empty-500', 'cut-after'])(
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
  const client = new Kombo({
    api_key: service.apiKey,
    integration_id: HEALTHY,
    server_url: `${service.url}/v1`,
    ...change,
  });
  const error = await errorOf(addToCandidate(RESULT_LINK, client));
  expect(error).not.toBeInstanceOf(KomboDefaultError);
});
