import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { DatabaseUnavailableError } from '@result-links/engine';
import {
  CANDIDATE,
  HEALTHY,
  resultLink,
  startService,
  type TestService,
} from '../testing/service.js';

// eslint-disable-next-line @typescript-eslint/no-explicit-any -- answers of many shapes, looked into by tests
type Json = any;

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
afterEach(() => jest.restoreAllMocks());

const PATH = '/v1/deliveries:batch';
const line = (given: object = {}) => ({
  x_integration_id: HEALTHY,
  candidate_id: CANDIDATE,
  request_body: resultLink(),
  ...given,
});
const text = (lines: unknown[]) =>
  lines.map((each) => (typeof each === 'string' ? each : JSON.stringify(each))).join('\n');

async function send(body: string | Uint8Array<ArrayBuffer>, headers: Record<string, string> = {}) {
  const response = await fetch(service.url + PATH, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${service.apiKey}`,
      'content-type': 'application/x-ndjson',
      ...headers,
    },
    body,
  });
  const answer = await response.text();
  if (response.status !== 200) return { status: response.status, error: JSON.parse(answer).error };
  expect(response.headers.get('content-type')).toBe('application/x-ndjson');
  const answers: Json[] = answer
    .trim()
    .split('\n')
    .map((each) => JSON.parse(each));
  return { status: 200, end: answers.pop(), answers };
}

/** A request whose lines are written by hand, and the answers that have come so far. */
function openRequest() {
  const outgoing = httpRequest(service.url + PATH, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${service.apiKey}`,
      'content-type': 'application/x-ndjson',
    },
  });
  outgoing.on('error', () => undefined);
  return outgoing;
}

const listed = async (integration: string): Promise<Json[]> => {
  const response = await fetch(`${service.url}/v1/deliveries?integration_id=${integration}`, {
    headers: { authorization: `Bearer ${service.apiKey}` },
  });
  return ((await response.json()) as Json).data.results;
};

it('accepts, replays and refuses each line by itself, in order', async () => {
  const first = line();
  const keyed = line({ idempotency_key: randomUUID() });
  const { application_id, ...forApplication } = { ...line(), application_id: 'app-1' };
  const { end, answers } = await send(
    text([
      first,
      line({ request_body: { label: 'x', url: 'nonsense' } }),
      '{"broken',
      first,
      '',
      keyed,
      { ...keyed, request_body: resultLink() },
      { ...forApplication, candidate_id: undefined, application_id },
      '"\\ud800"',
    ]),
  );
  expect(answers?.map(({ index, status }) => `${index} ${status}`)).toEqual([
    '0 accepted',
    '1 refused',
    '2 refused',
    '3 replayed',
    '5 accepted',
    '6 refused',
    '7 accepted',
    '8 refused',
  ]);
  expect(answers?.[0].delivery).toMatchObject({ integration_id: HEALTHY, attempt_count: 0 });
  expect(answers?.[3].delivery.id).toBe(answers?.[0].delivery.id);
  expect(answers?.[1].error).toMatchObject({
    code: 'PLATFORM.INPUT_INVALID',
    reason: 'request_invalid',
    fields: [{ path: 'request_body.url', code: 'isHttpUrl' }],
  });
  expect(answers?.[2].error).toMatchObject({ reason: 'request_invalid' });
  expect(answers?.[5].error).toMatchObject({ code: null, reason: 'idempotency_key_reused' });
  expect(answers?.[6].delivery.target).toEqual({ type: 'application', id: 'app-1' });
  expect(end).toEqual({ status: 'end', is_complete: true, accepted: 3, replayed: 1, refused: 4 });
});

it('refuses a line with a number whose digits would change, by its path', async () => {
  const changed = JSON.stringify(
    line({ request_body: { ...resultLink(), remote_fields: { new_ats: { id: 'HERE' } } } }),
  ).replace('"HERE"', '9007199254740993');
  const { answers } = await send(text([changed, line()]));
  expect(answers?.map(({ status }) => status)).toEqual(['refused', 'accepted']);
  expect(answers?.[0].error.fields).toMatchObject([
    { path: 'request_body.remote_fields.new_ats.id', code: 'inexactNumber' },
  ]);
});

it.each([
  ['gzip', gzipSync],
  ['deflate', deflateSync],
  ['br', brotliCompressSync],
])('takes lines in %s, and says so when they are broken', async (encoding, pack) => {
  const packed = new Uint8Array(pack(text([line(), line()])));
  const headers = { 'content-encoding': encoding };
  expect((await send(packed, headers)).end).toMatchObject({ is_complete: true, accepted: 2 });
  for (const broken of [packed.subarray(0, -9), new Uint8Array(Buffer.from('{"not":"packed"}'))]) {
    expect((await send(broken, headers)).end).toMatchObject({
      is_complete: false,
      error: { reason: 'compression_invalid' },
    });
  }
});

it('refuses a line that is too long, and takes those around it', async () => {
  const long = line({ request_body: { ...resultLink(), label: 'x'.repeat(2_000_000) } });
  const { answers } = await send(text([line(), long, line()]));
  expect(answers?.map(({ status, error }) => error?.reason ?? status)).toEqual([
    'accepted',
    'line_too_long',
    'accepted',
  ]);
});

it('answers nothing but the end to an empty request', async () => {
  expect(await send('')).toMatchObject({ answers: [], end: { is_complete: true, accepted: 0 } });
});

it.each([
  [{ 'content-type': 'application/json' }, 415, 'unsupported_media_type'],
  [{ 'content-encoding': 'zstd' }, 415, 'unsupported_content_encoding'],
  [{ authorization: 'Bearer wrong' }, 401, 'api_key_wrong'],
])('refuses the request with %j', async (headers, status, reason) => {
  expect(await send('{}', headers as never)).toMatchObject({ status, error: { reason } });
});

it('is the only route that takes lines', async () => {
  const answer = await service.post('/v1/deliveries:retry', {
    headers: { 'content-type': 'application/x-ndjson' },
  });
  expect([answer.status, answer.body.error.reason]).toEqual([415, 'unsupported_media_type']);
});

it('answers while the request is still being sent', async () => {
  const outgoing = openRequest();
  outgoing.write(`${JSON.stringify(line())}\n`);
  const [incoming] = await once(outgoing, 'response');
  const [chunk] = await once(incoming, 'data');
  expect(JSON.parse(String(chunk))).toMatchObject({ index: 0, status: 'accepted' });
  outgoing.end(`${JSON.stringify(line())}\n`);
  let rest = '';
  for await (const more of incoming) rest += more;
  expect(rest).toMatch(/"index":1,[^]*"status":"end"/);
});

it('keeps what was accepted when the caller goes away', async () => {
  const integration = `${HEALTHY}~${randomUUID()}`;
  const outgoing = openRequest();
  outgoing.write(`${JSON.stringify(line({ x_integration_id: integration }))}\n{"half`);
  const [incoming] = await once(outgoing, 'response');
  await once(incoming, 'data');
  outgoing.destroy();
  expect(await listed(integration)).toHaveLength(1);
  expect((await send(text([line()]))).end).toMatchObject({ accepted: 1 });
});

it('stops reading from a caller that does not read', async () => {
  const integration = `${HEALTHY}~${randomUUID()}`;
  const outgoing = openRequest();
  outgoing.once('response', (incoming) => incoming.pause());
  const bytes = `${JSON.stringify(line({ x_integration_id: integration, request_body: { label: '' } }))}\n`;
  const many = bytes.repeat(1_000);
  let written = 0;
  // Far more than all buffers between here and there hold (about 7 MB on Linux) is offered.
  while (written < 400 && (outgoing.write(many) || (await drained(outgoing)))) written += 1;
  outgoing.destroy();
  expect(written).toBeLessThan(400);
}, 30_000);

const drained = (outgoing: ReturnType<typeof openRequest>) =>
  Promise.race([
    once(outgoing, 'drain').then(() => true),
    new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_500)),
  ]);

it('refuses what cannot be kept and reads no further when the database goes away', async () => {
  const accept = service.engine.deliveries.accept.bind(service.engine.deliveries);
  jest.spyOn(service.engine.deliveries, 'accept').mockImplementation(async (input) => {
    if (input.target.id === 'later') throw new DatabaseUnavailableError(new Error('gone'));
    return accept(input);
  });
  const { answers, end } = await send(text([line(), line({ candidate_id: 'later' })]));
  expect(answers?.map(({ status, error }) => error?.reason ?? status)).toEqual([
    'accepted',
    'database_unavailable',
  ]);
  expect(end).toMatchObject({
    is_complete: false,
    accepted: 1,
    refused: 1,
    error: { reason: 'database_unavailable' },
  });
});

it('lists deliveries by their ids', async () => {
  const { answers } = await send(text([line(), line(), line()]));
  const ids = answers?.map(({ delivery }) => delivery.id) as string[];
  const response = await fetch(
    `${service.url}/v1/deliveries?id=${ids[0]},${ids[2]}&id=${randomUUID()}`,
    { headers: { authorization: `Bearer ${service.apiKey}` } },
  );
  const { data } = (await response.json()) as Json;
  expect(data.results.map(({ id }: Json) => id)).toEqual([ids[2], ids[0]]);
});
