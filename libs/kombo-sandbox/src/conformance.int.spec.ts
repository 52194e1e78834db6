import { Kombo } from '@kombo-api/sdk';
import {
  KomboAtsError,
  KomboDefaultError,
  KomboGeneralError,
  ResponseValidationError,
} from '@kombo-api/sdk/models/errors';
import { KOMBO_ERROR_CODES } from '@result-links/contracts';
import { SANDBOX_INTEGRATIONS, startSandbox, type Sandbox } from './index.js';
import { BODY } from './testing/post.js';

// The official SDK, unchanged, against the sandbox. Its schemas are closed (a strange code or a
// missing field makes it throw something else), so what passes here has Kombo's shape.
let sandbox: Sandbox;

function kombo(integration_id = 'workday:sandbox-healthy', api_key = sandbox.apiKey): Kombo {
  return new Kombo({ api_key, integration_id, server_url: sandbox.url });
}

const toCandidate = (candidate_id: string, client = kombo()) =>
  client.ats.addCandidateResultLink({ candidate_id, body: BODY });

const toApplication = (application_id: string, client = kombo()) =>
  client.ats.addApplicationResultLink({ application_id, body: BODY });

const failureOf = (call: Promise<unknown>) =>
  call.then(
    () => undefined,
    (error: unknown) => error,
  );

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe('the official SDK against the sandbox', () => {
  it('writes to candidates and applications', async () => {
    expect(await toCandidate('candidate-1')).toEqual({ status: 'success', data: {}, warnings: [] });
    expect(await toApplication('application-1')).toEqual({
      status: 'success',
      data: {},
      warnings: [],
    });
    expect(sandbox.received({ written: true }).map(({ target, body }) => [target, body])).toEqual([
      [{ type: 'candidate', id: 'candidate-1' }, BODY],
      [{ type: 'application', id: 'application-1' }, BODY],
    ]);
  });

  it('carries remote_fields over', async () => {
    const remote_fields = {
      oracle: { override_document_category: 'MISC' as const },
      greenhouse: { post_headers: { on_behalf_of: '4711' } },
    };
    await kombo().ats.addApplicationResultLink({
      application_id: 'application-1',
      body: { ...BODY, remote_fields },
    });
    expect(sandbox.received()[0]?.body).toMatchObject({
      remote_fields: {
        oracle: { override_document_category: 'MISC' },
        greenhouse: { post_headers: { 'On-Behalf-Of': '4711' } },
      },
    });
  });

  it('reads warnings', async () => {
    const { warnings } = await toCandidate('warnings');
    expect(warnings.map(({ message }) => message)).toEqual([
      'The label was shortened to 50 characters.',
      'Attributes were written as a note.',
    ]);
  });

  describe.each([
    ['candidate', toCandidate],
    ['application', toApplication],
  ])('for a %s', (_type, write) => {
    it.each(KOMBO_ERROR_CODES)('understands %s', async (code) => {
      const error = await failureOf(write(`fail-${code}`));
      expect(error).toBeInstanceOf(KomboAtsError);
      const { error: details } = (error as KomboAtsError).data$;
      expect(details.code).toBe(code);
      expect(details.title).toEqual(expect.any(String));
      expect(new URL(details.log_url ?? '').hostname).toBe('app.kombo.dev');
      expect(sandbox.received({ written: true })).toEqual([]);
    });
  });

  it('understands an error without a code', async () => {
    const error = await failureOf(toCandidate('fail-null-409'));
    expect(error).toBeInstanceOf(KomboAtsError);
    expect((error as KomboAtsError).data$.error.code).toBeNull();
    expect((error as KomboAtsError).statusCode).toBe(409);
  });

  it.each([
    ['an unknown code', 'fail-REMOTE.BRAND_NEW', ResponseValidationError],
    ['a 200 without warnings', 'no-warnings', ResponseValidationError],
    ['an HTML page', 'html-502', KomboDefaultError],
    ['plain text', 'plain-503', KomboDefaultError],
  ])('fails on %s in its own way, as it does against Kombo', async (_what, target, type) => {
    expect(await failureOf(toCandidate(target))).toBeInstanceOf(type);
  });

  it('is refused with a bad url, which it sends unchecked', async () => {
    const call = kombo().ats.addCandidateResultLink({
      candidate_id: 'candidate-1',
      body: { ...BODY, url: 'not a url' },
    });
    const error = await failureOf(call);
    expect(error).toBeInstanceOf(KomboAtsError);
    expect((error as KomboAtsError).data$.error).toMatchObject({
      code: 'PLATFORM.INPUT_INVALID',
      message: 'body.url must be a URI.',
    });
  });

  it('is refused with a wrong key, an unknown integration and an unknown candidate', async () => {
    const codeAndStatus = async (call: Promise<unknown>) => {
      const error = (await failureOf(call)) as KomboAtsError;
      return [error.data$.error.code, error.statusCode];
    };
    expect(await codeAndStatus(toCandidate('candidate-1', kombo(undefined, 'wrong')))).toEqual([
      'PLATFORM.AUTHENTICATION_INVALID',
      401,
    ]);
    expect(await codeAndStatus(toCandidate('candidate-1', kombo('workday:unknown')))).toEqual([
      'PLATFORM.INTEGRATION_NOT_FOUND',
      404,
    ]);
    expect(await codeAndStatus(toCandidate('8Xi6iZrwusZqJmDGXs49GBmJ'))).toEqual([
      'PLATFORM.INPUT_INVALID',
      404,
    ]);
  });

  it('checks the API key', async () => {
    const { data } = await kombo().general.checkApiKey();
    expect(data.environment_id).toMatch(/^[1-9A-HJ-NP-Za-km-z]{24}$/);
    const error = await failureOf(kombo(undefined, 'wrong').general.checkApiKey());
    expect(error).toBeInstanceOf(KomboGeneralError);
  });

  it.each(SANDBOX_INTEGRATIONS.map(({ id }) => id))('reads the details of %s', async (id) => {
    const { data } = await kombo().general.getIntegrationDetails({ integration_id: id });
    expect(data).toMatchObject({ id, category: 'ATS' });
    expect(data.write_actions.map((action) => action.id)).toContain(
      'ats_add_result_link_to_candidate',
    );
  });

  it('finds no details of an unknown integration', async () => {
    const call = kombo().general.getIntegrationDetails({ integration_id: 'workday:unknown' });
    const error = await failureOf(call);
    expect((error as KomboGeneralError).data$.error.code).toBe('PLATFORM.INTEGRATION_NOT_FOUND');
  });
});
