import { getEventListeners } from 'node:events';
import https from 'node:https';
import type { Socket } from 'node:net';
import { KomboConnectionError } from './errors.js';
import type { KomboClient } from './kombo-client.js';
import type { CallOptions } from './operations/operation-caller.js';
import {
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  rejectionOf,
  SUCCESS,
} from './testing/fixtures.js';
import { createSelfSignedCertificate } from './testing/self-signed-certificate.js';
import {
  answering,
  closeServers,
  findRefusedPort,
  startRawServer,
  startServer,
} from './testing/test-server.js';

const unhandled: unknown[] = [];
const onUnhandled = (reason: unknown) => unhandled.push(reason);

beforeAll(() => process.on('unhandledRejection', onUnhandled));

afterEach(async () => {
  closeClients();
  await closeServers();
});

afterAll(async () => {
  await new Promise((resolve) => setTimeout(resolve, 20));
  process.off('unhandledRejection', onUnhandled);
  expect(unhandled).toEqual([]);
});

function failureOf(client: KomboClient, options?: CallOptions) {
  return rejectionOf<KomboConnectionError>(client.addCandidateResultLink(CANDIDATE_LINK, options));
}

/** Calls back once the socket has brought a whole request. */
function afterRequest(socket: Socket, then: () => void): void {
  let text = '';
  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1');
    if (text.endsWith('}')) {
      then();
    }
  });
}

const hangingLookup = { lookup: () => undefined, proxy: false as const };

describe('the way onto the wire', () => {
  it('has a time limit of its own, which ends a call as not sent', async () => {
    const server = await startRawServer(() => undefined); // takes connections, and no handshake
    const onSent = jest.fn();
    const options = { connectTimeoutMs: 50, onSent };
    const error = await failureOf(clientFor(`https://127.0.0.1:${server.port}/v1`), options);
    expect(error).toMatchObject({ requestSent: 'no', outcome: 'unavailable', kind: 'timeout' });
    expect(error.durationMs).toBeLessThan(10_000);
    expect(onSent).not.toHaveBeenCalled();
  });

  it('is over when the request is sent, on a new connection and on one in use', async () => {
    const server = await startServer((request, response) => {
      setTimeout(() => answering(200, SUCCESS)(request, response), 300);
    });
    const client = clientFor(`http://127.0.0.1:${server.port}/v1`);
    for (let call = 1; call <= 2; call += 1) {
      const onSent = jest.fn();
      await client.addCandidateResultLink(CANDIDATE_LINK, { connectTimeoutMs: 200, onSent });
      expect(onSent).toHaveBeenCalledTimes(1);
    }
  });

  it('has a time limit during a lookup', async () => {
    const client = clientFor('https://kombo.invalid/v1', { axios: hangingLookup as never });
    const error = await failureOf(client, { connectTimeoutMs: 50 });
    expect(error).toMatchObject({ requestSent: 'no', kind: 'timeout' });
  });
});

describe('nothing was sent', () => {
  const unsent = { requestSent: 'no', outcome: 'unavailable', httpStatus: null, code: null };

  it('to a port that refuses', async () => {
    const error = await failureOf(clientFor(`http://127.0.0.1:${await findRefusedPort()}/v1`));
    expect(error).toBeInstanceOf(KomboConnectionError);
    expect(error).toMatchObject({ ...unsent, kind: 'refused', cause: { code: 'ECONNREFUSED' } });
  });

  it.each(['ENOTFOUND', 'EAI_AGAIN'])('to a name that cannot be resolved: %s', async (code) => {
    const lookup = (_host: string, _options: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('no such name'), { code }));
    const axios = { lookup: lookup as never, proxy: false as const };
    const error = await failureOf(clientFor('https://kombo.invalid/v1', { axios }));
    expect(error).toMatchObject({ ...unsent, kind: 'dns' });
  });

  it('over TLS to a plain port', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const error = await failureOf(clientFor(`https://127.0.0.1:${server.port}/v1`));
    expect(error).toMatchObject({ ...unsent, kind: 'tls' });
    expect(server.seen).toEqual([]);
  });

  it('to a server that cuts the TLS handshake', async () => {
    const server = await startRawServer((socket) => socket.destroy());
    const error = await failureOf(clientFor(`https://127.0.0.1:${server.port}/v1`));
    expect(error).toMatchObject({ ...unsent, kind: 'tls' });
  });

  it('to a server whose certificate is not trusted', async () => {
    const server = await startServer(answering(200, SUCCESS), createSelfSignedCertificate());
    const error = await failureOf(clientFor(server.baseUrl));
    expect(error).toMatchObject({ ...unsent, kind: 'tls' });
    expect(error.cause?.code).toBe('DEPTH_ZERO_SELF_SIGNED_CERT');
    expect(server.seen).toEqual([]);
  });

  it.each([
    ['timeout', { timeoutMs: 50 }],
    ['aborted', { signal: AbortSignal.timeout(50) }],
  ])('when the look-up hangs: %s', async (kind, options) => {
    const client = clientFor('http://kombo.invalid/v1', { axios: hangingLookup });
    expect(await failureOf(client, options)).toMatchObject({ ...unsent, kind });
  });

  it('when the TLS handshake hangs', async () => {
    const server = await startRawServer(() => undefined);
    const client = clientFor(`https://127.0.0.1:${server.port}/v1`);
    expect(await failureOf(client, { timeoutMs: 80 })).toMatchObject({
      ...unsent,
      kind: 'timeout',
    });
  });

  it('when aborted before the start', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const error = await failureOf(clientFor(server.baseUrl), { signal: AbortSignal.abort() });
    expect(error).toMatchObject({ ...unsent, kind: 'aborted' });
    expect(server.connections()).toBe(0);
  });

  it('when the client is closed', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const client = clientFor(server.baseUrl);
    client.close();
    expect(await failureOf(client)).toMatchObject({ ...unsent, kind: 'aborted' });
    expect(server.connections()).toBe(0);
  });
});

describe('perhaps it was sent', () => {
  const uncertain = { requestSent: 'maybe', outcome: 'unknown', httpStatus: null, code: null };
  const HALF = 'HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"status":';
  const HALF_CHUNKED = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{"sta\r\n';

  it.each<[string, string, (socket: Socket) => void]>([
    ['cut before the request was read', 'cut', (socket) => socket.destroy()],
    [
      'reset before the request was read',
      'cut',
      // Not at once: a reset that overtakes the client's own connecting is a failure to connect.
      (socket) => void setTimeout(() => socket.pause().resetAndDestroy(), 50),
    ],
    ['cut after the request', 'cut', (socket) => afterRequest(socket, () => socket.destroy())],
    ['ended after the request', 'cut', (socket) => afterRequest(socket, () => socket.end())],
    [
      'half a head',
      'cut',
      (socket) => afterRequest(socket, () => socket.end('HTTP/1.1 200 OK\r\nContent-')),
    ],
    ['half a body', 'cut', (socket) => afterRequest(socket, () => socket.end(HALF))],
    [
      'half a chunked body',
      'cut',
      (socket) => afterRequest(socket, () => socket.end(HALF_CHUNKED)),
    ],
    [
      'something that is not HTTP',
      'invalid_answer',
      (socket) => afterRequest(socket, () => socket.end('SSH-2.0-OpenSSH_9.6\r\n\r\n')),
    ],
  ])('%s', async (_name, kind, play) => {
    const server = await startRawServer(play);
    const error = await failureOf(clientFor(server.baseUrl));
    expect(error).toBeInstanceOf(KomboConnectionError);
    expect(error).toMatchObject({ ...uncertain, kind });
  });

  it('says which status the half answer had', async () => {
    const server = await startRawServer((socket) => afterRequest(socket, () => socket.end(HALF)));
    expect((await failureOf(clientFor(server.baseUrl))).message).toContain('HTTP 200');
  });

  it.each([
    ['hangs', (): void => undefined],
    ['hangs in the middle of a body', (socket: Socket) => void socket.write(HALF)],
    [
      'lets its answer trickle in',
      (socket: Socket) => {
        socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n');
        const timer = setInterval(() => socket.write('x'), 10);
        socket.on('close', () => clearInterval(timer));
      },
    ],
  ])('when the server %s', async (_name, play) => {
    const server = await startRawServer((socket) => afterRequest(socket, () => play(socket)));
    const client = clientFor(server.baseUrl, { writeTimeoutMs: 120 });
    const timedOut = await failureOf(client);
    expect(timedOut).toMatchObject({ ...uncertain, kind: 'timeout' });
    expect(timedOut.durationMs).toBeGreaterThanOrEqual(115);
    expect(timedOut.durationMs).toBeLessThan(2000);

    const aborted = await failureOf(client, { signal: AbortSignal.timeout(60), timeoutMs: 5000 });
    expect(aborted).toMatchObject({ ...uncertain, kind: 'aborted' });
  });

  it('when cut after the TLS handshake', async () => {
    const certificate = createSelfSignedCertificate();
    const server = await startServer((response) => response.socket?.destroy(), certificate);
    const httpsAgent = new https.Agent({ ca: certificate.cert });
    const error = await failureOf(clientFor(server.baseUrl, { axios: { httpsAgent } }));
    expect(error).toMatchObject({ ...uncertain, kind: 'cut' });
    expect(server.seen).toHaveLength(1);
  });

  it('when a kept connection is cut at the next request', async () => {
    const server = await startRawServer((socket) => {
      let isFirst = true;
      afterRequest(socket, () => {
        if (isFirst) {
          socket.write(`HTTP/1.1 200 OK\r\nContent-Length: ${SUCCESS.length}\r\n\r\n${SUCCESS}`);
          socket.once('data', () => socket.destroy());
        }
        isFirst = false;
      });
    });
    const client = clientFor(server.baseUrl);
    await client.addCandidateResultLink(CANDIDATE_LINK);
    expect(await failureOf(client)).toMatchObject({ ...uncertain, kind: 'cut' });
    expect(server.connections()).toBe(1);
  });

  it('when the client is closed under way', async () => {
    const server = await startRawServer((socket) => afterRequest(socket, () => client.close()));
    const client = clientFor(server.baseUrl);
    expect(await failureOf(client)).toMatchObject({ ...uncertain, kind: 'aborted' });
  });
});

it('leaves no timer and no listener behind, for signals outlive calls', async () => {
  const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
  const server = await startServer(answering(200, SUCCESS));
  const closed = `http://127.0.0.1:${await findRefusedPort()}/v1`;
  const { signal } = new AbortController();
  const before = timers();
  const client = clientFor(server.baseUrl);
  await client.addCandidateResultLink(CANDIDATE_LINK, { signal });
  await failureOf(clientFor(closed), { signal });
  client.close();
  expect(getEventListeners(signal, 'abort')).toEqual([]);
  expect(timers()).toBe(before);
});

describe('through a proxy', () => {
  const tunnelled = (port: number) =>
    clientFor('https://kombo.invalid/v1', {
      axios: { proxy: { host: '127.0.0.1', port, protocol: 'http' } },
      writeTimeoutMs: 150,
    });

  it.each([
    ['cuts', 'tls', (socket: Socket) => void socket.destroy()],
    ['hangs', 'timeout', (): void => undefined],
  ])('nothing was sent when the handshake in the tunnel %s', async (_name, kind, play) => {
    let seen = '';
    const proxy = await startRawServer((socket) => {
      socket.once('data', (chunk) => {
        seen += chunk.toString('latin1');
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        socket.once('data', () => play(socket));
      });
    });
    expect(await failureOf(tunnelled(proxy.port))).toMatchObject({ kind, requestSent: 'no' });
    expect(seen).toMatch(/^CONNECT kombo\.invalid:443 /);
    expect(seen).not.toMatch(/authorization/i);
  });

  it('nothing was sent when the proxy refuses the connection', async () => {
    const error = await failureOf(tunnelled(await findRefusedPort()));
    expect(error).toMatchObject({ kind: 'refused', requestSent: 'no', outcome: 'unavailable' });
  });

  it('a proxy that wants a password breaks the account', async () => {
    const proxy = await startRawServer((socket) => {
      const head = 'HTTP/1.1 407 Proxy Authentication Required';
      socket.once('data', () => socket.end(`${head}\r\nContent-Length: 0\r\n\r\n`));
    });
    const error = await failureOf(tunnelled(proxy.port));
    expect(error).toMatchObject({ httpStatus: 407, outcome: 'account_broken' });
  });
});

describe('an adapter of the user, which cannot be watched', () => {
  const failingWith = (code: string) => ({
    adapter: async () => {
      throw Object.assign(new Error('adapter'), { code });
    },
  });

  it.each([
    ['ECONNREFUSED', 'refused', 'no'],
    ['ENOTFOUND', 'dns', 'no'],
    ['CERT_HAS_EXPIRED', 'tls', 'no'],
    ['UND_ERR_CONNECT_TIMEOUT', 'timeout', 'no'],
    ['ETIMEDOUT', 'timeout', 'maybe'],
    ['ECONNRESET', 'cut', 'maybe'],
    ['E_WHATEVER', 'other', 'maybe'],
  ])('%s is %s, sent: %s', async (code, kind, requestSent) => {
    const client = clientFor('https://kombo.invalid/v1', { axios: failingWith(code) });
    expect(await failureOf(client)).toMatchObject({ kind, requestSent });
  });

  it('may throw what is no error', async () => {
    const adapter = async () => Promise.reject(null);
    const client = clientFor('https://kombo.invalid/v1', { axios: { adapter } });
    expect(await failureOf(client)).toMatchObject({ kind: 'other', requestSent: 'maybe' });
  });
});
