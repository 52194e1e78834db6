import { ResultLinksClient } from '../index.js';
import { startFakeApi, type FakeApi } from '../testing/fake-api.js';

let api: FakeApi;
afterEach(() => api.close());

async function clientFor(status: number, body?: unknown): Promise<ResultLinksClient> {
  api = await startFakeApi((_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json' })
      .end(body === undefined ? '' : JSON.stringify(body)),
  );
  return new ResultLinksClient({ apiUrl: api.url, apiKey: 'rl_key' });
}
const success = (data: unknown) => ({ status: 'success', data });

it('sends requests and reads answers', async () => {
  const made = { id: 'e-1', secret: 'whsec_abc' };
  const client = await clientFor(201, success(made));
  expect(await client.createWebhookEndpoint({ url: 'https://a.example' })).toEqual(made);
  expect(api.received[0]).toMatchObject({
    method: 'POST',
    path: '/v1/webhook-endpoints',
    body: '{"url":"https://a.example"}',
  });
  await client.rotateWebhookSecret('e/1');
  expect(api.received[1]).toMatchObject({ path: '/v1/webhook-endpoints/e%2F1:rotate-secret' });
});

it('a deletion has no body to read', async () => {
  const client = await clientFor(204);
  expect(await client.deleteWebhookEndpoint('e-1')).toBeUndefined();
});

it.each([
  ['a secret that is missing', success({ id: 'e-1' })],
  ['a list that is none', success({ results: 'none' })],
  ['a web page', undefined],
])('takes %s for no answer of this API', async (_what, body) => {
  const client = await clientFor(200, body);
  await expect(client.createWebhookEndpoint({ url: 'https://a' })).rejects.toMatchObject({
    name: 'ResultLinksApiError',
  });
  await expect(client.listWebhookEndpoints()).rejects.toMatchObject({ status: 200 });
  await expect(client.deleteWebhookEndpoint('e')).rejects.toMatchObject({ status: 200 });
});
