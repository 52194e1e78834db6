import type { RequestListener } from 'node:http';
import { ResultLinksClient } from '../index.js';
import { startFakeApi, type FakeApi } from '../testing/fake-api.js';

let api: FakeApi;
afterEach(() => api.close());

const answering = (results: unknown): RequestListener => {
  const text = JSON.stringify({ status: 'success', data: { results } });
  return (_request, response) =>
    response.writeHead(200, { 'content-type': 'application/json' }).end(text);
};
async function clientFor(listener: RequestListener): Promise<ResultLinksClient> {
  api = await startFakeApi(listener);
  return new ResultLinksClient({ apiUrl: api.url, apiKey: 'rl_key' });
}

const REFERENCE = { x_integration_id: 'workday:1', email: 'ada@example.com' };
const RESOLVED = {
  status: 'resolved',
  target: { type: 'candidate', id: 'c' },
  message: 'found one candidate',
  choices: [],
  choice_count: 1,
  failure: null,
};

it('asks for all references at once and gives the answers in their order', async () => {
  const missing = { ...RESOLVED, status: 'not_found', target: null };
  const client = await clientFor(answering([RESOLVED, missing]));
  expect(await client.resolveTargets([REFERENCE, REFERENCE])).toEqual([RESOLVED, missing]);
  expect(api.received[0]).toMatchObject({ method: 'POST', path: '/v1/targets:resolve' });
  expect(JSON.parse(api.received[0]?.body ?? '')).toEqual({ references: [REFERENCE, REFERENCE] });
});

it('sends nothing for nobody', async () => {
  const client = await clientFor(answering([]));
  expect(await client.resolveTargets([])).toEqual([]);
  expect(api.received).toEqual([]);
});

it.each([
  ['too few answers', []],
  ['too many', [RESOLVED, RESOLVED]],
  ['one without a target', [{ ...RESOLVED, target: null }]],
  ['a target of another kind', [{ ...RESOLVED, target: { type: 'job', id: 'j' } }]],
  ['no answers', 'none'],
])('takes %s for no answer of this API', async (_what, results) => {
  const client = await clientFor(answering(results));
  await expect(client.resolveTargets([REFERENCE])).rejects.toMatchObject({
    name: 'ResultLinksApiError',
  });
});
