import { networkInterfaces } from 'node:os';
import { startSandbox, type Sandbox } from '../index.js';
import { post } from '../testing/post.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

async function control(method: string, path: string, body?: unknown) {
  const response = await fetch(`${sandbox.origin}/__sandbox/${path}`, {
    method,
    ...(body === undefined
      ? {}
      : { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? null : (JSON.parse(text) as unknown) };
}

describe('received', () => {
  it('is read by integration, target and fate, and deleted', async () => {
    await post(sandbox, 'candidates/candidate-1');
    await post(sandbox, 'candidates/cut-before').catch(() => null);
    await post(sandbox, 'applications/application-1', {
      integration: 'workday:sandbox-healthy~b',
    });
    expect((await control('GET', 'received')).body).toMatchObject({
      count: 3,
      written: 2,
      received: [{ sequence: 1 }, { sequence: 2 }, { sequence: 3 }],
    });
    const count = async (query: string) =>
      ((await control('GET', `received?${query}`)).body as { count: number }).count;
    expect(await count('integration=workday:sandbox-healthy')).toBe(2);
    expect(await count('target=application-1')).toBe(1);
    expect(await count('written=false')).toBe(1);
    expect(await count('integration=workday:sandbox-healthy&target=application-1')).toBe(0);
    expect((await control('DELETE', 'received')).status).toBe(204);
    expect(await count('')).toBe(0);
  });
});

describe('scenarios', () => {
  it('are added, counted, listed and removed', async () => {
    const scenario = { target: 'candidate-1', times: 5, fault: 'plain-503' };
    expect(await control('POST', 'scenarios', scenario)).toEqual({
      status: 201,
      body: { ...scenario, id: 1, used: 0 },
    });
    await control('POST', 'scenarios', { fault: { kind: 'cut', writes: true } });
    expect((await post(sandbox, 'candidates/candidate-1')).status).toBe(503);
    expect((await control('GET', 'scenarios')).body).toMatchObject({
      scenarios: [
        { id: 1, used: 1 },
        { id: 2, used: 0 },
      ],
    });
    expect((await control('DELETE', 'scenarios/1')).status).toBe(204);
    expect((await control('DELETE', 'scenarios/1')).status).toBe(404);
    expect((await control('DELETE', 'scenarios')).status).toBe(204);
    expect((await post(sandbox, 'candidates/candidate-1')).status).toBe(200);
  });

  it('that make no sense are refused with a reason', async () => {
    expect(await control('POST', 'scenarios', { fault: 'explode' })).toEqual({
      status: 400,
      body: { error: 'fault: there is no fault called "explode"' },
    });
  });
});

it('integrations are listed and put into another state', async () => {
  const id = 'lever:sandbox-inactive';
  const changed = await control('PUT', `integrations/${id}`, { state: 'healthy' });
  expect(changed).toMatchObject({ status: 200, body: { id, state: 'healthy' } });
  expect((await post(sandbox, 'candidates/candidate-1', { integration: id })).status).toBe(200);
  expect((await control('GET', 'integrations')).body).toMatchObject({
    integrations: expect.arrayContaining([expect.objectContaining({ id, state: 'healthy' })]),
  });
  expect((await control('PUT', 'integrations/a:b', { state: 'healthy' })).status).toBe(404);
  expect((await control('PUT', `integrations/${id}`, { state: 'sad' })).status).toBe(400);
});

it('stats are read, and reset starts anew', async () => {
  await post(sandbox, 'candidates/warnings');
  expect((await control('GET', 'stats')).body).toEqual({
    requests: 1,
    written: 1,
    maxInFlight: 1,
    answers: { 200: 1 },
    integrations: {
      'workday:sandbox-healthy': { requests: 1, written: 1, inFlight: 0, maxInFlight: 1 },
    },
  });
  await control('POST', 'scenarios', { fault: 'hang' });
  expect((await control('POST', 'reset')).status).toBe(204);
  expect((await control('GET', 'stats')).body).toMatchObject({ requests: 0, answers: {} });
  expect((await control('GET', 'scenarios')).body).toEqual({ scenarios: [] });
});

it.each([
  ['GET', 'nothing'],
  ['PATCH', 'received'],
  ['GET', 'toString'],
  ['DELETE', 'received/1'],
  ['GET', 'received/1/2'],
])('%s %s is no control route', async (method, path) => {
  const { status, body } = await control(method, path);
  expect(status).toBe(404);
  expect(body).toMatchObject({ error: expect.stringContaining('POST /__sandbox/scenarios') });
});

it('takes no body that a web page could send without being asked', async () => {
  const response = await fetch(`${sandbox.origin}/__sandbox/scenarios`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: '{"fault":"hang"}',
  });
  expect(response.status).toBe(400);
  expect((await control('GET', 'scenarios')).body).toEqual({ scenarios: [] });
});

const otherAddress = Object.values(networkInterfaces())
  .flat()
  .find((address) => address?.family === 'IPv4' && !address.internal)?.address;

(otherAddress ? it : it.skip)('answers callers from elsewhere only on Kombo’s routes', async () => {
  const open = await startSandbox({ host: '0.0.0.0' });
  try {
    const elsewhere = `http://${otherAddress}:${new URL(open.origin).port}`;
    expect((await fetch(`${elsewhere}/__sandbox/received`)).status).toBe(403);
    expect((await fetch(`${elsewhere}/v1/check-api-key`)).status).toBe(401);
    expect((await fetch(`${open.origin}/__sandbox/received`)).status).toBe(200);
  } finally {
    await open.close();
  }
});
