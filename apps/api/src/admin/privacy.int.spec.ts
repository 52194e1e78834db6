import { randomBytes } from 'node:crypto';
import { CANDIDATE, resultLink, startService, type TestService } from '../testing/service.js';

const ADMIN_KEY = randomBytes(32).toString('base64url');
let service: TestService;
beforeAll(async () => {
  service = await startService({ RESULT_LINKS_ADMIN_KEY: ADMIN_KEY });
});
afterAll(() => service?.close());

async function ask(method: string, path: string, body?: unknown, key = ADMIN_KEY) {
  const response = await fetch(service.url + path, {
    method,
    headers: {
      authorization: `Bearer ${key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  return { status: response.status, text: await response.text() };
}
const send = (candidate: string, body: object = resultLink()) =>
  service.post(`/v1/ats/candidates/${candidate}/result-links`, { body: JSON.stringify(body) });
const linesOf = ({ text }: { text: string }) =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Record<string, unknown>);

it('an audit tells what happened to every delivery, and ends with a line that says so', async () => {
  const link = { ...resultLink(), label: 'mark-of-the-label' };
  await send(CANDIDATE, link);
  await send('fail-ATS.JOB_CLOSED');
  const exported = await ask('GET', '/v1/admin/audit');
  expect(exported.status).toBe(200);
  const lines = linesOf(exported);
  expect(lines).toMatchObject([
    {
      type: 'delivery',
      account_id: 'default',
      state: 'delivered',
      target: { type: 'candidate', id: CANDIDATE },
      erased_at: null,
      attempts: [{ number: 1, outcome: 'delivered' }],
      moves: [],
    },
    { type: 'delivery', state: 'failed', failure: { code: 'ATS.JOB_CLOSED' } },
    { type: 'end', deliveries: 2, next: null },
  ]);
  expect(exported.text).not.toContain('mark-of-the-label');
  const withBodies = await ask('GET', '/v1/admin/audit?include_bodies=true&limit=1');
  const [first, end] = linesOf(withBodies);
  expect(first).toMatchObject({ request_body: link });
  expect(end).toEqual({ type: 'end', deliveries: 1, next: first?.['id'] });
  const rest = linesOf(await ask('GET', `/v1/admin/audit?after=${String(end?.['next'])}`));
  expect(rest.map(({ type }) => type)).toEqual(['delivery', 'end']);
});

it('more than one page comes in one answer', async () => {
  for (let n = 0; n < 21; n += 1) {
    await Promise.all(
      Array.from({ length: 10 }, () =>
        service.post('/v1/ats/candidates/candidate-many/result-links', {
          headers: { prefer: 'respond-async' },
        }),
      ),
    );
  }
  const lines = linesOf(await ask('GET', '/v1/admin/audit'));
  const ids = lines.slice(0, -1).map(({ id }) => id);
  expect(new Set(ids).size).toBeGreaterThanOrEqual(212);
  expect(ids).toEqual([...ids].sort());
  expect(lines.at(-1)).toEqual({ type: 'end', deliveries: ids.length, next: null });
});

it('a person is forgotten, and the record says nothing about whom', async () => {
  await send('mark-of-a-person', { ...resultLink(), label: 'mark-of-the-label' });
  const erased = await ask('POST', '/v1/admin/erasures', { candidate_id: 'mark-of-a-person' });
  expect(erased.status).toBe(200);
  expect(JSON.parse(erased.text)).toMatchObject({
    data: { target_type: 'candidate', deliveries: 1, cancelled: 0, in_flight: 0 },
  });
  const all = (await ask('GET', '/v1/admin/audit?include_bodies=true')).text;
  expect(all).not.toContain('mark-of-a-person');
  expect(linesOf({ text: all }).filter(({ type }) => type === 'erasure')).toHaveLength(1);
  const listed = await ask('GET', '/v1/admin/erasures');
  expect(JSON.parse(listed.text).data.results).toHaveLength(1);
});

it.each([
  ['POST', '/v1/admin/erasures', {}],
  ['POST', '/v1/admin/erasures', { candidate_id: 'a', application_id: 'b' }],
  ['POST', '/v1/admin/erasures', { candidate_id: 7 }],
  ['POST', '/v1/admin/erasures', { candidate_id: 'a', everything: true }],
  ['GET', '/v1/admin/audit?limit=0', undefined],
  ['GET', '/v1/admin/audit?limit=0x10', undefined],
  ['GET', '/v1/admin/audit?after=x', undefined],
  ['GET', '/v1/admin/audit?include_bodies=maybe', undefined],
  ['GET', '/v1/admin/audit?accepted_after=yesterday', undefined],
])('refuses %s %s %j', async (method, path, body) => {
  const answer = await ask(method, path, body);
  expect(answer.status).toBe(400);
  expect(JSON.parse(answer.text)).toMatchObject({ error: { reason: 'request_invalid' } });
});

it.each([
  ['POST', '/v1/admin/erasures'],
  ['GET', '/v1/admin/erasures'],
  ['GET', '/v1/admin/audit'],
])('%s %s wants the admin key', async (method, path) => {
  const body = method === 'POST' ? { candidate_id: 'c' } : undefined;
  expect((await ask(method, path, body, service.apiKey)).status).toBe(401);
});
