import type { RequestListener } from 'node:http';
import { ResultLinksClient } from '../index.js';
import { startFakeApi, type FakeApi } from '../testing/fake-api.js';

const ID = '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071';
const DELIVERY = { id: ID, state: 'failed', attempts: [] };

const json =
  (status: number, body: unknown, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
const success = (data: unknown) => json(200, { status: 'success', data });

describe('deliveries', () => {
  let api: FakeApi | undefined;

  const clientFor = async (answer: RequestListener) => {
    api = await startFakeApi(answer);
    return new ResultLinksClient({ apiUrl: api.url, apiKey: 'rl_key', timeoutMs: 5_000 });
  };
  const sent = () =>
    api?.received.map(({ method, path, body }) =>
      [method, path, body].filter((part) => part !== '').join(' '),
    );

  afterEach(async () => {
    await api?.close();
    api = undefined;
  });

  it('lists a page with its filters', async () => {
    const client = await clientFor(success({ results: [DELIVERY], next: 'c2' }));

    expect(
      await client.listDeliveries({
        state: ['failed', 'unknown'],
        integration_id: 'workday:abc',
        accepted_after: '2026-11-23T00:00:00Z',
        limit: 10,
      }),
    ).toEqual({ results: [DELIVERY], next: 'c2' });
    expect(sent()).toEqual([
      'GET /v1/deliveries?state=failed&state=unknown&integration_id=workday%3Aabc' +
        '&accepted_after=2026-11-23T00%3A00%3A00Z&limit=10',
    ]);
  });

  it('iterates over all pages, and asks for the next one only when it is needed', async () => {
    const pages = [
      {
        results: [
          { ...DELIVERY, id: '1' },
          { ...DELIVERY, id: '2' },
        ],
        next: 'c2',
      },
      { results: [], next: 'c3' },
      { results: [{ ...DELIVERY, id: '3' }], next: null },
    ];
    const client = await clientFor((request, response) =>
      success(pages[(api?.received.length ?? 1) - 1])(request, response),
    );
    const ids: string[] = [];
    const asked: number[] = [];
    for await (const { id } of client.iterateDeliveries({ state: ['failed'], limit: 2 })) {
      ids.push(id);
      asked.push(api?.received.length ?? 0);
    }

    expect(ids).toEqual(['1', '2', '3']);
    expect(asked).toEqual([1, 1, 3]);
    expect(sent()).toEqual([
      'GET /v1/deliveries?state=failed&limit=2',
      'GET /v1/deliveries?state=failed&limit=2&cursor=c2',
      'GET /v1/deliveries?state=failed&limit=2&cursor=c3',
    ]);
  });

  it('shows one and acts on it', async () => {
    const client = await clientFor(success(DELIVERY));

    expect(await client.getDelivery(ID)).toEqual(DELIVERY);
    expect(await client.retryDelivery(ID)).toEqual(DELIVERY);
    await client.cancelDelivery(ID);
    await client.resolveDelivery(ID, 'not_delivered');
    await client.getDelivery('a/b:retry');

    expect(sent()).toEqual([
      `GET /v1/deliveries/${ID}`,
      `POST /v1/deliveries/${ID}:retry`,
      `POST /v1/deliveries/${ID}:cancel`,
      `POST /v1/deliveries/${ID}:resolve {"outcome":"not_delivered"}`,
      'GET /v1/deliveries/a%2Fb%3Aretry',
    ]);
    // Without a body there must be no content type: the API would look for JSON.
    expect(api?.received[1]?.headers['content-type']).toBeUndefined();
  });

  it('retries all that match', async () => {
    const client = await clientFor(success({ count: 3, dry_run: true }));

    expect(await client.retryDeliveries({ state: ['failed'] }, { dryRun: true })).toEqual({
      count: 3,
      dry_run: true,
    });
    await client.retryDeliveries({ error_code: 'REMOTE.INPUT_INVALID' });

    expect(sent()).toEqual([
      'POST /v1/deliveries:retry {"state":["failed"],"dry_run":true}',
      'POST /v1/deliveries:retry {"error_code":"REMOTE.INPUT_INVALID","dry_run":false}',
    ]);
  });

  it('tells the state that an action is not allowed in', async () => {
    const client = await clientFor(
      json(
        409,
        { status: 'error', error: { code: null, message: 'no', reason: 'delivery_delivered' } },
        { 'X-Delivery-Id': ID, 'X-Delivery-State': 'delivered' },
      ),
    );

    await expect(client.retryDelivery(ID)).rejects.toMatchObject({
      name: 'ResultLinksApiError',
      status: 409,
      reason: 'delivery_delivered',
      deliveryState: 'delivered',
    });
  });

  it.each<[string, RequestListener]>([
    ['a page of some web server', (_request, response) => response.end('<html>')],
    ['success without data', json(200, { status: 'success' })],
    ['data that is no delivery', success({ hello: 'world' })],
    ['an error with status 200', json(200, { status: 'error', data: DELIVERY })],
  ])('takes %s not for its answer', async (_what, answer) => {
    const client = await clientFor(answer);
    const isApiError = expect.objectContaining({ name: 'ResultLinksApiError', status: 200 });

    await expect(client.getDelivery(ID)).rejects.toEqual(isApiError);
    await expect(client.listDeliveries()).rejects.toEqual(isApiError);
    await expect(client.retryDeliveries({})).rejects.toEqual(isApiError);
    await expect(client.getIntegrationReadiness('a')).rejects.toEqual(isApiError);
  });

  it('asks and releases integrations', async () => {
    const ready = { is_ready: true, reasons: [] };
    const readiness = { integration_id: 'a:b', state: 'new', candidate: ready, application: ready };
    const client = await clientFor((request, response) =>
      success(request.method === 'GET' ? readiness : { count: 2, dry_run: false })(
        request,
        response,
      ),
    );

    expect(await client.getIntegrationReadiness('a:b')).toEqual(readiness);
    expect(await client.releaseIntegration('a:b')).toEqual({ count: 2, dry_run: false });
    expect(sent()).toEqual([
      'GET /v1/integrations/a%3Ab/readiness',
      'POST /v1/integrations/a%3Ab:release',
    ]);
  });
});
