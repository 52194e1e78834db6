/** Every operation of the OpenAPI document × bodies and queries that it must refuse or read. */
import { connect } from 'node:net';
import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import {
  goodBody,
  OPERATIONS,
  startCallableService,
  type Answered,
  type Changes,
  type Operation,
} from './testing/every-operation.js';

const WRONG_KEY = { authorization: 'Bearer rl_wrong' };
const JSON_TYPE = { 'content-type': 'application/json' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

const withKey = OPERATIONS.filter(({ scheme }) => scheme !== undefined);
const withBody = OPERATIONS.filter((operation) => Object.keys(operation.content).length > 0);
const withJson = withBody.filter(({ id }) => id !== 'batchDeliveries');
const withoutBody = OPERATIONS.filter(
  (operation) => operation.method !== 'GET' && !withBody.includes(operation),
);
const operation = (id: string) => OPERATIONS.find((each) => each.id === id) as Operation;
const SEND = operation('PostAtsCandidatesCandidateIdResultLinks');

let service: Awaited<ReturnType<typeof startCallableService>>;
beforeAll(async () => {
  service = await startCallableService();
});
afterAll(() => service.close());

const verdict = ({ status, error }: Answered) => [status, error.reason];
const bytes = (data: Uint8Array) => new Uint8Array(data);

it('the document has operations of each kind', () => {
  expect(withJson.length).toBeGreaterThan(8);
  expect(withoutBody.map(({ id }) => id)).toContain('releaseIntegration');
});

describe.each(withKey.filter(({ method }) => method !== 'GET'))(
  '$method $path asks for the key before it judges',
  (each) => {
    it.each<[string, Changes]>([
      ['a form', { body: 'a=b', headers: FORM }],
      ['malformed JSON', { body: '{' }],
      ['too much', { body: `"${'x'.repeat(1_100_000)}"` }],
      ['an unreadable content type', { body: '{}', headers: { 'content-type': 'json' } }],
      ['an unknown encoding', { body: '{}', headers: { 'content-encoding': 'zstd' } }],
      ['an unknown query', { query: '?nonsense=1' }],
      ['an unknown field', { body: '{"nonsense":1}' }],
    ])('of %s', async (_what, changes) => {
      const headers = { ...changes.headers, ...WRONG_KEY };
      const answer = await service.call(each, { ...changes, headers });
      expect(answer.status).toBe(401);
      expect(answer.error.reason).toMatch(/key_wrong$/);
    });
  },
);

it('does not wait for the body of a caller with a wrong key', async () => {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.write(
    'POST /v1/targets:resolve HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer rl_wrong\r\n' +
      'Content-Type: application/json\r\nContent-Length: 1000\r\n\r\n{',
  );
  const [answer] = (await new Promise((resolve, reject) => {
    socket.once('data', (data) => resolve([String(data)]));
    socket.once('error', reject);
  })) as [string];
  socket.destroy();
  expect(answer).toMatch(/^HTTP\/1\.1 401 /);
});

const takesAnyQuery = ['receiveKomboWebhook', 'getLiveness', 'getReadiness'];
describe.each(OPERATIONS.filter(({ id }) => !takesAnyQuery.includes(id)))(
  '$method $path',
  (each) => {
    it('names query parameters that it does not know', async () => {
      const answer = await service.call(each, { query: '?dry_run=true&nonsense=1' });
      expect(verdict(answer)).toEqual([400, 'request_invalid']);
      const paths = answer.error.fields?.map(({ path }) => path);
      expect(paths).toEqual(expect.arrayContaining(['dry_run', 'nonsense']));
      expect(answer.error.message).toContain('nonsense');
    });
  },
);

describe.each(withoutBody)('$method $path, which takes no body', (each) => {
  it('names fields that it would ignore', async () => {
    const answer = await service.call(each, { body: '{"dry_run":true}', headers: JSON_TYPE });
    expect(verdict(answer)).toEqual([400, 'request_invalid']);
    expect(answer.error.fields).toMatchObject([{ path: 'dry_run', code: 'unknownKey' }]);
  });

  it.each(['[]', '[{"dry_run":true}]', '"dry_run"', '1', 'true'])('refuses %s', async (body) => {
    const answer = await service.call(each, { body, headers: JSON_TYPE });
    expect(verdict(answer)).toEqual([400, 'request_invalid']);
    expect(answer.error.fields).toMatchObject([{ path: '', code: 'noBody' }]);
  });

  it.each([
    ['{}', JSON_TYPE],
    ['null', JSON_TYPE],
    [' \n', JSON_TYPE],
    ['', FORM],
  ])('takes %j as none', async (body, headers) => {
    const answer = await service.call(each, { body, headers });
    expect([400, 415]).not.toContain(answer.status);
    expect(answer.status).toBeLessThan(500);
  });
});
describe.each(withJson.filter(({ id }) => id !== 'receiveKomboWebhook'))(
  '$method $path, which takes JSON',
  (each) => {
    it('names fields that it does not know', async () => {
      const body = JSON.stringify({ ...(goodBody(each) as object), nonsense: 1 });
      const answer = await service.call(each, { body });
      expect(verdict(answer)).toEqual([400, 'request_invalid']);
      const fields = answer.error.fields?.filter(({ code }) => code === 'unknownKey') ?? [];
      expect(fields.map(({ path }) => path.replace('request_body.', ''))).toEqual(['nonsense']);
    });
  },
);

const NOT_PACKED = Buffer.from(`{"a":"${'x'.repeat(100)}"}`);

describe.each(withJson)('the body of $method $path', (each) => {
  const good = () => JSON.stringify(goodBody(each));

  it.each<[string, Uint8Array | string, number, string]>([
    ['cut JSON', '{"a":', 400, 'request_invalid'],
    ['JSON5', "{'a':1}", 400, 'request_invalid'],
    ['UTF-16', bytes(Buffer.from('\ufeff{}', 'utf16le')), 400, 'request_invalid'],
    ['Latin-1', bytes(Buffer.from('{"a":"\u00e9"}', 'latin1')), 400, 'request_invalid'],
    ['a number', '1', 400, 'request_invalid'],
    ['a list', '[]', 400, 'request_invalid'],
    ['more than 1 MiB', `"${'x'.repeat(1_100_000)}"`, 413, 'body_too_large'],
  ])('is refused as %s', async (_what, body, status, reason) => {
    // Kombo's webhooks are judged by their signature, over any bytes.
    if (each.id === 'receiveKomboWebhook' && status === 400) return;
    const answer = await service.call(each, { body: body as string });
    expect(verdict(answer)).toEqual([status, reason]);
    expect(answer.error.message?.length).toBeGreaterThan(10);
  });

  it.each<[string, Record<string, string | undefined>]>([
    ['a form', FORM],
    ['text', { 'content-type': 'text/plain' }],
    ['lines', { 'content-type': 'application/x-ndjson' }],
    ['nothing readable', { 'content-type': 'json' }],
    ['JSON in another charset', { 'content-type': 'application/json; charset=iso-8859-1' }],
  ])('is refused by its content type, when that says %s', async (_what, headers) => {
    const answer = await service.call(each, { headers, body: good() });
    expect(verdict(answer)).toEqual([415, 'unsupported_media_type']);
    expect(answer.error.message).toContain('Content-Type: application/json');
    expect(answer.headers.get('accept-encoding')).toBeNull();
  });

  it.each(['zstd', 'compress', 'gzip, gzip', 'toString'])('is refused in %s', async (encoding) => {
    const answer = await service.call(each, { headers: { 'content-encoding': encoding } });
    expect(verdict(answer)).toEqual([415, 'unsupported_content_encoding']);
    expect(answer.headers.get('accept-encoding')).toBe('gzip, deflate, br');
  });

  const packers = {
    gzip: gzipSync,
    'X-GZIP': gzipSync,
    deflate: deflateSync,
    br: brotliCompressSync,
  };
  describe.each(Object.entries(packers))('in %s', (encoding, pack) => {
    const headers = { 'content-encoding': encoding };
    const bomb = pack(Buffer.alloc(4_000_000, ' '));
    const send = (body: Uint8Array) => service.call(each, { headers, body: bytes(body) });

    it('is read', async () => {
      const [packed, plain] = [await send(pack(good())), await service.call(each)];
      // A second call of the same kind may find what the first has made.
      if (![200, 201, 202].includes(plain.status)) {
        expect(verdict(packed)).toEqual(verdict(plain));
      }
      expect([400, 413, 415].includes(packed.status)).toBe([400].includes(plain.status));
    });

    it('is refused when it is broken, ends early, or expands too much', async () => {
      const packed = pack(good());
      for (const broken of [NOT_PACKED, packed.subarray(0, Math.ceil(packed.length / 2))]) {
        expect(verdict(await send(broken))).toEqual([400, 'compression_invalid']);
      }
      expect(verdict(await send(bomb))).toEqual([413, 'body_too_large']);
    });
  });
});

it('skips a byte order mark of UTF-8, and takes the charset that it is in', async () => {
  const body = `\ufeff${JSON.stringify(goodBody(SEND))}`;
  for (const type of ['application/json', 'application/JSON ; Charset="UTF-8"']) {
    const answer = await service.call(SEND, { body, headers: { 'content-type': type } });
    // 200 when the link has been delivered meanwhile.
    expect([200, 202]).toContain(answer.status);
  }
});

it('says that a body is missing, or which of its fields are', async () => {
  const sent = await service.call(SEND, { body: null });
  expect(sent.error.fields?.map(({ path }) => path)).toEqual([
    'request_body.label',
    'request_body.url',
  ]);
  const resolved = await service.call(operation('resolveTargets'), { body: null });
  expect(verdict(resolved)).toEqual([400, 'request_invalid']);
  expect(resolved.error.message).toContain('the body is missing');
});

it('calls a missing or malformed X-Integration-Id by the name of its header', async () => {
  for (const value of [undefined, 'a b', 'x'.repeat(600)]) {
    const answer = await service.call(SEND, { headers: { 'x-integration-id': value } });
    expect(verdict(answer)).toEqual([400, 'request_invalid']);
    expect(answer.error.fields).toMatchObject([{ path: 'X-Integration-Id' }]);
    expect(answer.error.message).toContain('the header X-Integration-Id');
    expect(answer.text).not.toContain('x_integration_id');
  }
});

it('refuses a body of GET, which would be ignored', async () => {
  const { hostname, port } = new URL(service.url);
  const socket = connect(Number(port), hostname);
  socket.end(
    `GET /v1/deliveries HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${service.apiKey}\r\nConnection: close\r\n` +
      'Content-Type: application/json\r\nContent-Length: 20\r\n\r\n{"state":["failed"]}',
  );
  let text = '';
  for await (const piece of socket) text += String(piece);
  expect(text).toMatch(/^HTTP\/1\.1 400 /);
  expect(text).toContain('"code":"noBody"');
});

it('does nothing when it refuses: a release with a body releases nothing', async () => {
  const release = operation('releaseIntegration');
  const refused = await service.call(release, { body: '{"dry_run":true}', headers: JSON_TYPE });
  expect(refused.status).toBe(400);
  expect(refused.error.message).toContain('dry_run');
});
