import type { RequestListener } from 'node:http';
import { inspect } from 'node:util';
import { ResultLinksApiError, ResultLinksClient, ResultLinksNoAnswerError } from './index.js';
import { startFakeApi, type FakeApi } from './testing/fake-api.js';

const API_KEY = 'rl_very_secret_key';
const BODY = { label: 'Assessment result', url: 'https://assessments.example.com/results/42' };
const CANDIDATE = { x_integration_id: 'workday:abc', candidate_id: 'c/1', request_body: BODY };
const APPLICATION = { x_integration_id: 'lever:xyz', application_id: 'a 2', request_body: BODY };

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));

describe('ResultLinksClient', () => {
  let api: FakeApi | undefined;

  const clientFor = async (answer: RequestListener, timeoutMs = 5_000) => {
    api = await startFakeApi(answer);
    return new ResultLinksClient({ apiUrl: api.url, apiKey: API_KEY, timeoutMs });
  };

  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  describe('sends', () => {
    it('a result link for a candidate on the wire route of Kombo', async () => {
      const client = await clientFor(json(200, { status: 'success', data: {}, warnings: [] }));

      const answer = await client.addCandidateResultLink(CANDIDATE);

      expect(answer).toEqual({
        status: 200,
        isReplayed: false,
        data: { status: 'success', data: {}, warnings: [] },
      });
      expect(api?.received).toHaveLength(1);
      expect(api?.received[0]).toMatchObject({
        method: 'POST',
        path: '/v1/ats/candidates/c%2F1/result-links',
        headers: {
          authorization: `Bearer ${API_KEY}`,
          'x-integration-id': 'workday:abc',
          'content-type': 'application/json',
          accept: 'application/json',
          'user-agent': 'result-links-api-client',
        },
      });
      expect(JSON.parse(api?.received[0]?.body ?? '')).toEqual(BODY);
    });

    it('a result link for an application', async () => {
      const client = await clientFor(json(200, { status: 'success', data: {} }));

      await client.addApplicationResultLink(APPLICATION);

      expect(api?.received[0]?.path).toBe('/v1/ats/applications/a%202/result-links');
      expect(api?.received[0]?.headers['x-integration-id']).toBe('lever:xyz');
    });

    it.each([
      [{}, undefined, undefined],
      [{ idempotencyKey: 'order 42', waitSeconds: 5 }, 'order 42', 'wait=5'],
      [{ respondAsync: true, waitSeconds: 5 }, undefined, 'respond-async'],
      [{ respondAsync: false, waitSeconds: 0 }, undefined, 'wait=0'],
    ])('how it is to be taken: %j', async (options, key, prefer) => {
      const client = await clientFor(json(200, { status: 'success', data: {} }));

      await client.addCandidateResultLink(CANDIDATE, options);
      await client.addApplicationResultLink(APPLICATION, options);

      expect(api?.received).toHaveLength(2);
      for (const { headers } of api?.received ?? []) {
        expect([headers['idempotency-key'], headers['prefer']]).toEqual([key, prefer]);
      }
    });

    it.each([
      { idempotencyKey: '' },
      { idempotencyKey: ' a' },
      { idempotencyKey: 'a ' },
      { idempotencyKey: 'a\nb' },
      { idempotencyKey: 'schlüssel' },
      { idempotencyKey: 'x'.repeat(256) },
      { waitSeconds: -1 },
      { waitSeconds: 1.5 },
    ])('nothing when the API would read it differently: %j', async (options) => {
      const client = await clientFor(json(200, {}));

      await expect(client.addCandidateResultLink(CANDIDATE, options)).rejects.toThrow(TypeError);
      expect(api?.received).toHaveLength(0);
    });

    it('to this machine past any proxy of the environment', async () => {
      const proxy = await startFakeApi(json(502, {}));
      process.env['http_proxy'] = proxy.url;
      try {
        const client = await clientFor(json(200, { status: 'success', data: {} }));
        await client.addCandidateResultLink(CANDIDATE);
      } finally {
        delete process.env['http_proxy'];
        await proxy.close();
      }
      expect(proxy.received).toHaveLength(0);
    });

    it('nothing when the id of the target would lead to another route', async () => {
      const client = await clientFor(json(200, {}));

      await expect(
        client.addCandidateResultLink({ ...CANDIDATE, candidate_id: '..' }),
      ).rejects.toThrow(TypeError);
      expect(api?.received).toHaveLength(0);
    });
  });

  describe('reads', () => {
    it('warnings and the delivery headers', async () => {
      const client = await clientFor(
        json(
          200,
          { status: 'success', data: {}, warnings: [{ message: 'label was cut' }, 'odd'] },
          {
            'X-Delivery-Id': 'd1',
            'X-Delivery-State': 'delivered',
            Location: '/v1/deliveries/d1',
          },
        ),
      );

      expect(await client.addCandidateResultLink(CANDIDATE)).toEqual({
        status: 200,
        isReplayed: false,
        data: { status: 'success', data: {}, warnings: [{ message: 'label was cut' }] },
        deliveryId: 'd1',
        deliveryState: 'delivered',
        location: '/v1/deliveries/d1',
      });
    });

    it('a 202 that names its delivery as accepted, whatever its body', async () => {
      const client = await clientFor((_request, response) =>
        response
          .writeHead(202, { 'X-Delivery-Id': 'd2', 'X-Delivery-State': 'queued' })
          .end('<html>'),
      );

      expect(await client.addCandidateResultLink(CANDIDATE)).toMatchObject({
        status: 202,
        deliveryId: 'd2',
        deliveryState: 'queued',
      });
    });

    it('whether the API had it already, also for an error', async () => {
      const replayed = { 'Idempotent-Replayed': 'true', 'X-Delivery-Id': 'd1' };
      let status = 200;
      const client = await clientFor((request, response) =>
        json(status, { status: 'success', data: {} }, replayed)(request, response),
      );

      expect((await client.addCandidateResultLink(CANDIDATE)).isReplayed).toBe(true);
      status = 400;
      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        status: 400,
        isReplayed: true,
      });
    });

    it("the page of some other web server not as the API's answer", async () => {
      const client = await clientFor((_request, response) => response.end('<html>Hello</html>'));

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        name: 'ResultLinksApiError',
        status: 200,
        code: null,
      });
    });
  });

  describe('fails', () => {
    it("with Kombo's code, our reason, the fields and the delivery", async () => {
      const fields = [{ path: 'request_body.url', code: 'isHttpUrl', message: 'must be …' }];
      const client = await clientFor(
        json(
          400,
          {
            status: 'error',
            error: {
              code: 'PLATFORM.INPUT_INVALID',
              title: 'Input invalid',
              message: 'The request is not valid.',
              log_url: null,
              reason: 'request_invalid',
              fields: [...fields, 'odd'],
            },
          },
          { 'X-Delivery-Id': 'd3', 'X-Delivery-State': 'failed' },
        ),
      );

      const error: unknown = await client.addCandidateResultLink(CANDIDATE).catch((e) => e);

      expect(error).toBeInstanceOf(ResultLinksApiError);
      expect(error).toMatchObject({
        message: 'The request is not valid.',
        status: 400,
        code: 'PLATFORM.INPUT_INVALID',
        title: 'Input invalid',
        logUrl: null,
        reason: 'request_invalid',
        fields,
        deliveryId: 'd3',
        deliveryState: 'failed',
      });
    });

    it.each([
      [502, '<html>Bad gateway</html>'],
      [500, ''],
      [418, '"teapot"'],
    ])('with the status when %i has no body of the API', async (status, body) => {
      const client = await clientFor((_request, response) => response.writeHead(status).end(body));

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        name: 'ResultLinksApiError',
        status,
        code: null,
      });
    });

    it('at a redirect instead of carrying key and result link elsewhere', async () => {
      const elsewhere = await startFakeApi(json(200, { status: 'success' }));
      const client = await clientFor((_request, response) =>
        response.writeHead(307, { location: elsewhere.url }).end(),
      );

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({ status: 307 });
      expect(elsewhere.received).toHaveLength(0);
      await elsewhere.close();
    });

    it('as not sent when nobody listens', async () => {
      const client = await clientFor(json(200, {}));
      await api?.close();

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        name: 'ResultLinksNoAnswerError',
        code: 'ECONNREFUSED',
        requestSent: false,
      });
    });

    it('as not sent, in words, when no TLS is spoken there', async () => {
      await clientFor(json(200, {}));
      const apiUrl = (api?.url ?? '').replace('http:', 'https:');
      const client = new ResultLinksClient({ apiUrl, apiKey: API_KEY });

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        message: expect.stringMatching(/^no secure connection could be made \(EPROTO\)/),
        requestSent: false,
      });
      expect(api?.received).toHaveLength(0);
    });

    it('as sent when the connection ends without an answer', async () => {
      const client = await clientFor((request) => request.socket.destroy());

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        name: 'ResultLinksNoAnswerError',
        code: 'ECONNRESET',
        requestSent: true,
      });
    });

    it('as sent when the time is over', async () => {
      const client = await clientFor(() => undefined, 100);

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        name: 'ResultLinksNoAnswerError',
        code: 'ETIMEDOUT',
        requestSent: true,
        message: 'no answer within 100 ms',
      });
    });

    it('as sent when the caller gives up while waiting', async () => {
      const givingUp = new AbortController();
      const client = await clientFor(() => givingUp.abort());

      await expect(
        client.addCandidateResultLink(CANDIDATE, { signal: givingUp.signal }),
      ).rejects.toMatchObject({ code: 'ERR_CANCELED', requestSent: true });
    });

    it('as not sent when the caller gave up before', async () => {
      const client = await clientFor(json(200, {}));

      await expect(
        client.addCandidateResultLink(CANDIDATE, { signal: AbortSignal.abort() }),
      ).rejects.toMatchObject({ code: 'ERR_CANCELED', requestSent: false });
    });

    it('instead of holding an endless answer in memory', async () => {
      const client = await clientFor((_request, response) => {
        response.writeHead(200).write(Buffer.alloc(17_000_000, 32));
      });

      await expect(client.addCandidateResultLink(CANDIDATE)).rejects.toMatchObject({
        name: 'ResultLinksNoAnswerError',
        requestSent: true,
      });
    });
  });

  it('shows its key nowhere', async () => {
    const client = await clientFor((request) => request.socket.destroy());
    const error: unknown = await client.addCandidateResultLink(CANDIDATE).catch((e) => e);

    expect(error).toBeInstanceOf(ResultLinksNoAnswerError);
    const shown = [client, error].map((value) =>
      inspect(value, { depth: 10, showHidden: true, getters: true }),
    );
    shown.push(JSON.stringify(client), JSON.stringify(error), String((error as Error).stack));
    expect(shown.join('\n')).not.toContain(API_KEY);
  });

  describe('refuses', () => {
    it.each(['', 'with space', 'line\nbreak', 'schlüssel'])('the key %j', (apiKey) => {
      const build = () => new ResultLinksClient({ apiUrl: 'http://localhost', apiKey });

      expect(build).toThrow(TypeError);
      if (apiKey !== '') expect(build).not.toThrow(apiKey);
    });

    it.each([0, -1, 1.5, Number.NaN, 2 ** 31])('the time limit %d', (timeoutMs) => {
      expect(
        () => new ResultLinksClient({ apiUrl: 'http://localhost', apiKey: API_KEY, timeoutMs }),
      ).toThrow('timeoutMs');
    });
  });
});
