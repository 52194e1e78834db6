import { KOMBO_ERROR_CODES } from '@result-links/contracts';
import { DeliveryGoneError } from '@result-links/delivery';
import { OUTCOME_BY_CODE } from '@result-links/kombo-client';
import {
  CANDIDATE,
  HEALTHY,
  healthyIntegration,
  resultLink,
  startService,
  type TestService,
} from '../testing/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
beforeEach(() => service.sandbox.reset());

const RESULT_LINK = resultLink();

const ROUTES = [
  ['candidates', 'candidate_id', 'candidate-1'],
  ['applications', 'application_id', 'application-1'],
] as const;

describe.each(ROUTES)('POST /v1/ats/%s/{id}/result-links', (collection, idField, id) => {
  const path = `/v1/ats/${collection}/${id}/result-links`;
  const json = (value: unknown) => ({ body: JSON.stringify(value) });

  it('writes the link and answers as Kombo does', async () => {
    const answer = await service.post(path, json(RESULT_LINK));
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'success', data: {}, warnings: [] });
    expect(service.sandbox.received()).toMatchObject([
      { integrationId: HEALTHY, target: { id }, body: RESULT_LINK, wasWritten: true },
    ]);
  });

  it('passes warnings on', async () => {
    service.sandbox.script({ fault: 'warnings' });
    const answer = await service.post(path);
    expect(answer.body).toMatchObject({
      status: 'success',
      warnings: [{ message: expect.any(String) }, { message: expect.any(String) }],
    });
  });

  it('forwards unknown remote_fields untouched, and text byte for byte', async () => {
    const body = {
      label: 'תוצאה \u202e \ud800 🙂',
      url: 'https://a.example/x',
      remote_fields: { icims: { also_new: true }, new_ats: { a: [1, null] } },
    };
    expect((await service.post(path, json(body))).status).toBe(200);
    const [received] = service.sandbox.received();
    expect(received?.rawBody).toBe(JSON.stringify(body));
  });

  describe('refuses, in Kombo’s envelope and with every broken field, and sends nothing:', () => {
    it.each<[string, Parameters<TestService['post']>[1], string[]]>([
      [
        'no integration',
        { headers: { 'x-integration-id': undefined } },
        ['X-Integration-Id required'],
      ],
      [
        'a blank integration',
        { headers: { 'x-integration-id': '  ' } },
        ['X-Integration-Id matches'],
      ],
      ['no body', { body: '' }, ['request_body.label required', 'request_body.url required']],
      [
        'no body and no content type',
        { body: new Uint8Array(), headers: { 'content-type': undefined } },
        ['request_body.label required', 'request_body.url required'],
      ],
      ['an empty object', json({}), ['request_body.label required', 'request_body.url required']],
      ['a body that is null', json(null), ['request_body isObject']],
      ['a body that is a text', json('x'), ['request_body isObject']],
      ['a body that is an array', json([RESULT_LINK]), ['request_body isObject']],
      [
        'a number as attribute value',
        json({
          ...RESULT_LINK,
          details: { custom_field_name_prefix: 'A', attributes: [{ key: 'Score', value: 100 }] },
        }),
        ['request_body.details.attributes[0].value isString'],
      ],
      [
        'a javascript: URL',
        json({ ...RESULT_LINK, url: 'javascript:alert(1)' }),
        ['request_body.url isHttpUrl'],
      ],
      [
        'a relative URL',
        json({ ...RESULT_LINK, url: '/results/1' }),
        ['request_body.url isHttpUrl'],
      ],
      [
        'an unknown key',
        json({ ...RESULT_LINK, application_id: 'x' }),
        ['request_body.application_id unknownKey'],
      ],
      [
        'a bad oracle category',
        json({ ...RESULT_LINK, remote_fields: { oracle: { override_document_category: 'X' } } }),
        ['request_body.remote_fields.oracle.override_document_category isIn'],
      ],
      [
        '__proto__',
        { body: '{"label":"L","url":"https://a.example","__proto__":{"x":1}}' },
        ['request_body.__proto__ forbiddenKey'],
      ],
      [
        'constructor',
        json({ ...RESULT_LINK, remote_fields: { constructor: { prototype: { x: 1 } } } }),
        ['request_body.remote_fields.constructor forbiddenKey'],
      ],
      [
        'several at once',
        json({ label: '', url: 5, details: [] }),
        [
          'request_body.label isNotEmpty',
          'request_body.url isString',
          'request_body.details isObject',
        ],
      ],
    ])('%s', async (_name, init, fields) => {
      const answer = await service.post(path, init);
      expect(answer.status).toBe(400);
      expect(answer.body).toMatchObject({
        status: 'error',
        error: {
          code: 'PLATFORM.INPUT_INVALID',
          reason: 'request_invalid',
          title: expect.any(String),
          log_url: null,
        },
      });
      expect(answer.body.error.fields?.map((field) => `${field.path} ${field.code}`)).toEqual(
        fields,
      );
      expect(answer.text).not.toMatch(/\bat .*\.[jt]s:/);
      expect(service.sandbox.received()).toEqual([]);
    });

    it.each(['9007199254740993', '1e400', '0.1000', '-0', '1E2'])(
      'the number %s, whose digits would change on the way',
      async (number) => {
        const remoteFields = `{"new_ats":{"ids":[1,${number}]}}`;
        const body = JSON.stringify(RESULT_LINK).replace(/}$/, `,"remote_fields":${remoteFields}}`);
        const answer = await service.post(path, { body });
        expect(answer.status).toBe(400);
        expect(answer.body.error).toMatchObject({
          code: 'PLATFORM.INPUT_INVALID',
          reason: 'request_invalid',
          fields: [{ path: 'request_body.remote_fields.new_ats.ids[1]', code: 'inexactNumber' }],
        });
        expect(service.sandbox.received()).toEqual([]);
      },
    );

    it.each(['%20', '%2e%2e', '%00', '%ED%A0%80'])('the id %s', async (odd) => {
      const answer = await service.post(`/v1/ats/${collection}/${odd}/result-links`);
      expect(answer.status).toBe(odd === '%2e%2e' ? 404 : 400);
      expect(answer.body).toMatchObject({
        status: 'error',
        error: { message: expect.any(String) },
      });
      if (answer.body.error.fields !== undefined) {
        expect(answer.body.error.fields).toMatchObject([{ path: idField }]);
      }
      expect(service.sandbox.received()).toEqual([]);
    });
  });

  it('passes an id through however odd, as one path segment', async () => {
    const odd = 'a/b?c#d%2e ü🙂';
    await service.post(`/v1/ats/${collection}/${encodeURIComponent(odd)}/result-links`);
    expect(service.sandbox.received()).toMatchObject([{ target: { id: odd } }]);
  });

  it.each<[string, Parameters<TestService['post']>[1], number, string | null, string]>([
    ['malformed JSON', { body: '{"label":' }, 400, 'PLATFORM.INPUT_INVALID', 'request_invalid'],
    [
      'bytes that are no UTF-8',
      { body: new Uint8Array([0x22, 0xff, 0x22]) },
      400,
      'PLATFORM.INPUT_INVALID',
      'request_invalid',
    ],
    [
      'a 2 MB body',
      { body: JSON.stringify({ ...RESULT_LINK, label: 'x'.repeat(2_000_000) }) },
      413,
      null,
      'body_too_large',
    ],
    [
      'plain text',
      { headers: { 'content-type': 'text/plain' } },
      415,
      null,
      'unsupported_media_type',
    ],
    [
      'a form',
      { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'label=x' },
      415,
      null,
      'unsupported_media_type',
    ],
    [
      'no API key',
      { headers: { authorization: undefined } },
      401,
      'PLATFORM.AUTHENTICATION_INVALID',
      'api_key_missing',
    ],
    [
      'another scheme',
      { headers: { authorization: 'Basic abc' } },
      401,
      'PLATFORM.AUTHENTICATION_INVALID',
      'api_key_missing',
    ],
    [
      'a wrong API key',
      { headers: { authorization: 'Bearer sandbox-key' } },
      401,
      'PLATFORM.AUTHENTICATION_INVALID',
      'api_key_wrong',
    ],
  ])('refuses %s', async (_name, init, status, code, reason) => {
    const answer = await service.post(path, init);
    expect(answer.status).toBe(status);
    expect(answer.body).toMatchObject({ status: 'error', error: { code, reason, log_url: null } });
    expect(service.sandbox.received()).toEqual([]);
  });
});

describe('what Kombo answers', () => {
  /** An integration of its own each time: what is parked or still being retried must not get in the way. */
  let integration: string;
  beforeEach(() => {
    integration = healthyIntegration();
  });
  const post = (headers: Record<string, string> = {}) =>
    service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
      headers: { 'x-integration-id': integration, ...headers },
    });
  const received = () => service.sandbox.received({ integration });
  const withOutcome = (...outcomes: string[]) =>
    KOMBO_ERROR_CODES.filter((code) => outcomes.includes(OUTCOME_BY_CODE[code].outcome));

  it.each(withOutcome('rejected'))('%s is answered as such', async (code) => {
    service.sandbox.script({ integration, fault: `fail-${code}` });
    const answer = await post();
    const komboStatus = received()[0]?.answer?.status;
    expect(answer).toMatchObject({
      // 403 would be about the caller's key of this service.
      status: komboStatus === 403 ? 424 : komboStatus,
      body: { error: { code, reason: 'rejected', log_url: expect.stringMatching(/^https:/) } },
    });
    expect(answer.headers.get('x-delivery-state')).toBe('failed');
  });

  it.each(withOutcome('integration_broken'))(
    '%s is answered at once; the link is kept',
    async (code) => {
      service.sandbox.script({ integration, fault: `fail-${code}` });
      const answer = await post();
      expect(answer.body.error).toMatchObject({
        code,
        reason: 'integration_broken',
        message: expect.stringContaining('is kept'),
      });
      expect([409, 424]).toContain(answer.status);
      expect(answer.headers.get('x-delivery-state')).toBe('parked');
      expect(await post({ prefer: 'respond-async, wait=60' })).toMatchObject({
        status: 202,
        body: { status: 'accepted', data: { state: 'parked', failure: { code } } },
      });
    },
  );

  it.each(withOutcome('account_broken'))(
    '%s pauses the account and degrades readiness',
    async (code) => {
      service.sandbox.script({ integration, fault: `fail-${code}` });
      const answer = await post();
      expect(answer.status).toBe(424);
      expect(answer.headers.get('www-authenticate')).toBeNull();
      expect(answer.body.error).toMatchObject({ code, reason: 'account_broken' });
      expect(answer.headers.get('x-delivery-state')).toBe('parked');
      expect(await post({ prefer: 'respond-async, wait=60' })).toMatchObject({
        status: 202,
        body: { status: 'accepted', data: { state: 'parked', failure: { code } } },
      });
      const ready = await fetch(`${service.url}/health/ready`);
      expect([ready.status, await ready.json()]).toEqual([
        200,
        { status: 'degraded', reasons: [`accounts_paused: 1 (${code})`] },
      ]);
      service.sandbox.reset();
      await service.engine.integrations.releaseAccount('default');
      expect((await post()).status).toBe(200);
    },
  );

  it.each(withOutcome('throttled', 'unavailable'))(
    '%s is tried again; a short wait ends in 202',
    async (code) => {
      service.sandbox.script({ integration, fault: `fail-${code}` });
      const answer = await post({ prefer: 'wait=3' });
      expect(answer.status).toBe(202);
      expect(answer.headers.get('preference-applied')).toBe('wait=3');
      expect(answer.body).toMatchObject({
        status: 'accepted',
        data: { state: 'retrying', failure: { code, advice: expect.any(String) } },
      });
    },
  );

  it('a throttled link is delivered to a caller who waits', async () => {
    service.sandbox.script({ integration, fault: 'retry-after-1', times: 1 });
    expect(await post()).toMatchObject({ status: 200, body: { status: 'success' } });
    expect(received()).toHaveLength(2);
  });

  it.each([
    ...withOutcome('unknown').map((code) => `fail-${code}`),
    'html-502',
    'empty-500',
    'malformed-500',
    'cut-before',
    'cut-after',
    'half-answer',
  ])('%s is unknown, and never sent a second time', async (fault) => {
    service.sandbox.script({ integration, fault });
    const answer = await post();
    expect(answer).toMatchObject({
      status: 504,
      body: { error: { code: 'PLATFORM.TASK_TIMED_OUT', reason: 'outcome_unknown' } },
    });
    expect(answer.headers.get('x-delivery-state')).toBe('unknown');
    expect(received()).toHaveLength(1);
  });

  it('a delivery that the database has lost is unknown', async () => {
    jest.spyOn(service.engine.waiter, 'wait').mockImplementationOnce(async ({ id }) => {
      throw new DeliveryGoneError(id);
    });
    expect(await post()).toMatchObject({
      status: 504,
      body: { error: { code: 'PLATFORM.TASK_TIMED_OUT', reason: 'delivery_lost' } },
    });
  });

  it('a code that is newer than this version is passed on in the message', async () => {
    service.sandbox.script({ integration, fault: 'fail-NEW.CODE-422' });
    const answer = await post();
    expect(answer).toMatchObject({
      status: 422,
      body: { error: { code: null, reason: 'rejected' } },
    });
    expect(answer.body.error.message).toContain('[NEW.CODE]');
  });

  it.each(['empty-200', 'malformed-200', 'no-warnings'])('%s counts as written', async (fault) => {
    service.sandbox.script({ integration, fault });
    const answer = await post();
    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({ status: 'success', data: {}, warnings: [] });
  });
});

it('logs requests without bodies, ids of candidates or keys', async () => {
  await service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
    body: JSON.stringify({ ...RESULT_LINK, label: 'Erika Mustermann' }),
  });
  await service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, { body: '{"label":"Erika' });
  const log = service.log();
  expect(log).toContain('"route":"/v1/ats/candidates/:candidate_id/result-links"');
  for (const secret of ['Erika', CANDIDATE, service.apiKey, service.sandbox.apiKey]) {
    expect(log).not.toContain(secret);
  }
});

it('gives every answer a request id', async () => {
  const answers = await Promise.all([
    service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`),
    service.post('/nowhere'),
    service.post('/v1/ats/candidates/x/result-links', { body: '{' }),
  ]);
  const ids = answers.map((answer) => answer.headers.get('x-request-id'));
  expect(new Set(ids).size).toBe(3);
  expect(ids.every((id) => /^[0-9a-f-]{36}$/.test(id ?? ''))).toBe(true);
});
