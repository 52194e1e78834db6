import http from 'node:http';
import type { Socket } from 'node:net';
import type { AxiosAdapter } from 'axios';
import type { AxiosSettings } from './options.js';
import type { KomboConnectionError } from './errors.js';
import {
  API_KEY,
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  rejectionOf,
  SUCCESS,
} from './testing/fixtures.js';
import { answering, closeServers, startRawServer, startServer } from './testing/test-server.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

/** With a setting that only axios' own adapter understands; else the client sends by itself. */
const WAYS: Record<string, AxiosSettings> = {
  directly: {},
  "through axios' adapter": { family: 4 },
};

describe.each(Object.entries(WAYS))('what is sent %s', (_name, axios) => {
  const send = (baseUrl: string, maxResponseBytes?: number) =>
    clientFor(baseUrl, { axios, maxResponseBytes, writeTimeoutMs: 150 }).addCandidateResultLink(
      CANDIDATE_LINK,
    );

  it('is the same on the wire', async () => {
    const server = await startServer(answering(200, SUCCESS));
    await send(server.baseUrl);
    const body = JSON.stringify(CANDIDATE_LINK.request_body);
    expect(server.seen).toEqual([
      {
        method: 'POST',
        path: '/v1/ats/candidates/3kPq8TnVwXyZ5bRdHjMcLfGs/result-links',
        headers: {
          host: `127.0.0.1:${server.port}`,
          authorization: `Bearer ${API_KEY}`,
          accept: 'application/json',
          'accept-encoding': 'identity',
          'content-type': 'application/json',
          'content-length': String(Buffer.byteLength(body)),
          'user-agent': 'result-links-kombo-client',
          'x-integration-id': CANDIDATE_LINK.x_integration_id,
          connection: 'keep-alive',
        },
        body,
      },
    ]);
  });

  it('follows no redirect', async () => {
    const other = await startServer(answering(200, SUCCESS));
    const server = await startServer(answering(307, '', { Location: other.baseUrl }));
    expect(await rejectionOf(send(server.baseUrl))).toMatchObject({ httpStatus: 307 });
    expect(other.connections()).toBe(0);
  });

  it('is answered with or without a byte order mark', async () => {
    const server = await startServer(answering(200, `\ufeff${SUCCESS}`));
    expect((await send(server.baseUrl)).data.isParsed).toBe(true);
  });

  it('stops reading where the limit is', async () => {
    const server = await startServer((response) => {
      response.writeHead(200, { 'Concurrency-Limit': '7' });
      response.write('x'.repeat(100)); // and never ends
    });
    const { data, limits } = await send(server.baseUrl, 50);
    expect({ ...data, ...limits }).toEqual({ warnings: [], isParsed: false, concurrencyLimit: 7 });
  });

  it.each<[string, string, (socket: Socket) => void]>([
    ['a cut', 'cut', (socket) => socket.destroy()],
    [
      'half an answer',
      'cut',
      (socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{'),
    ],
    ['no HTTP', 'invalid_answer', (socket) => socket.end('SSH-2.0-x\r\n\r\n')],
    ['silence', 'timeout', () => undefined],
    ['half a silence', 'timeout', (socket) => socket.write('HTTP/1.1 200 OK\r\nConte')],
  ])('may have arrived when it is answered by %s', async (_what, kind, play) => {
    const server = await startRawServer((socket) => socket.once('data', () => play(socket)));
    expect(await rejectionOf(send(server.baseUrl))).toMatchObject({ kind, requestSent: 'maybe' });
  });
});

it('a switch of protocols that nobody asked for is a cut, and known at once', async () => {
  const head = 'HTTP/1.1 101 Hm\r\nConnection: Upgrade\r\nUpgrade: x\r\n\r\n';
  const server = await startRawServer((socket) => socket.once('data', () => socket.write(head)));
  const call = clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK);
  expect(await rejectionOf(call)).toMatchObject({ kind: 'cut', requestSent: 'maybe' });
});

describe('an agent of the user', () => {
  it('is used, and stays the user’s', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const httpAgent = new http.Agent({ keepAlive: true });
    const client = clientFor(server.baseUrl, { axios: { httpAgent } });
    await client.addCandidateResultLink(CANDIDATE_LINK);
    client.close();
    expect(Object.values(httpAgent.freeSockets).flat()).toHaveLength(1);
    httpAgent.destroy();
  });
});

describe('a request that waits for a free connection', () => {
  it.each([
    ['timeout', { timeoutMs: 60 }],
    ['aborted', { signal: AbortSignal.timeout(60) }],
  ])('ends in time, unsent: %s', async (kind, options) => {
    const server = await startRawServer(() => undefined);
    const httpAgent = new http.Agent({ maxSockets: 1 });
    const client = clientFor(server.baseUrl, { axios: { httpAgent } });
    const first = rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK, { timeoutMs: 600 }));
    const second = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK, options));
    expect(second).toMatchObject({ kind, requestSent: 'no', outcome: 'unavailable' });
    expect(second.durationMs).toBeLessThan(500);
    expect(await first).toMatchObject({ kind: 'timeout', requestSent: 'maybe' });
    httpAgent.destroy();
  });
});

describe('interceptors', () => {
  const failure = (intercept: AxiosSettings['intercept'], baseUrl = 'http://127.0.0.1:1/v1') =>
    rejectionOf<KomboConnectionError>(
      clientFor(baseUrl, { axios: { intercept } }).addCandidateResultLink(CANDIDATE_LINK),
    );

  it('may change a request and see the answer', async () => {
    const statuses: number[] = [];
    const server = await startServer(answering(200, SUCCESS));
    const intercept: AxiosSettings['intercept'] = ({ request, response }) => {
      request.use(async (config) => {
        config.headers.set('X-Trace', 'abc');
        config.params = { traced: 1 };
        return config;
      });
      response.use((answer) => {
        statuses.push(answer.status);
        return answer;
      });
    };
    const client = clientFor(server.baseUrl, { axios: { intercept } });
    await client.addCandidateResultLink(CANDIDATE_LINK);
    expect(server.seen[0]?.headers['x-trace']).toBe('abc');
    expect(server.seen[0]?.path).toMatch(/\/result-links\?traced=1$/);
    expect(statuses).toEqual([200]);
  });

  it('that fail before the request leave it unsent, and show no key', async () => {
    const error = await failure(({ request }) => {
      request.use(() => Promise.reject(new Error(`no token for ${API_KEY}`)));
    });
    expect(error).toMatchObject({ kind: 'other', requestSent: 'no', outcome: 'unavailable' });
    expect(error.cause?.message).toBe('no token for [API key]');
  });

  it('that fail after the answer leave its fate open', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const error = await failure(({ response }) => {
      response.use(() => {
        throw new Error('no');
      });
    }, server.baseUrl);
    expect(error).toMatchObject({ requestSent: 'maybe', outcome: 'unknown' });
  });

  it('may bring a signal of their own', async () => {
    const server = await startRawServer(() => undefined);
    const error = await failure(({ request }) => {
      request.use((config) => ({ ...config, signal: AbortSignal.timeout(60) }));
    }, server.baseUrl);
    expect(error).toMatchObject({ kind: 'aborted', requestSent: 'maybe' });
  });

  it.each([
    ['timeout', { timeoutMs: 60 }],
    ['aborted', { signal: AbortSignal.timeout(60) }],
  ])('that hang are not waited for, and send nothing later: %s', async (kind, options) => {
    const server = await startServer(answering(200, SUCCESS));
    const intercept: AxiosSettings['intercept'] = ({ request }) => {
      request.use(async (config) => {
        await new Promise((resolve) => setTimeout(resolve, 120));
        return config;
      });
    };
    const client = clientFor(server.baseUrl, { axios: { intercept } });
    const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK, options));
    expect(error).toMatchObject({ kind, requestSent: 'no', outcome: 'unavailable' });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(server.connections()).toBe(0);
  });

  it('that ask for HTTP/2, which cannot be watched, get HTTP/1.1', async () => {
    const server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    const error = await failure(({ request }) => {
      request.use((config) => ({ ...config, httpVersion: 2 as const }));
    }, server.baseUrl);
    expect(error).toMatchObject({ kind: 'cut', requestSent: 'maybe' });
  });

  it('that cannot be added fail every call, unsent', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const intercept = jest.fn(() => {
      throw new Error('no tracer');
    });
    const client = clientFor(server.baseUrl, { axios: { intercept } });
    for (let count = 0; count < 2; count += 1) {
      const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
      expect(error).toMatchObject({ requestSent: 'no', outcome: 'unavailable' });
      expect(error.cause?.message).toBe('no tracer');
    }
    expect(intercept).toHaveBeenCalledTimes(1);
    expect(server.connections()).toBe(0);
  });

  it('are added by a function', () => {
    const axios = { intercept: 'no' as never };
    expect(() => clientFor('http://127.0.0.1:1/v1', { axios })).toThrow(
      new TypeError('axios.intercept must be a function'),
    );
  });

  it('cannot replace the adapter, for nobody would watch the connection', async () => {
    const adapter: AxiosAdapter = jest.fn();
    const error = await failure(({ request }) => {
      request.use((config) => ({ ...config, adapter }));
    });
    expect(error.cause?.message).toMatch(/must not replace the adapter/);
    expect(adapter).not.toHaveBeenCalled();
  });

  it('that repeat a request do not make the first one unsent', async () => {
    const server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    const error = await failure(({ response }) => {
      let isFirst = true;
      response.use(undefined, async (failed) => {
        if (!isFirst) {
          throw failed;
        }
        isFirst = false;
        return failed.config.adapter({ ...failed.config, url: 'http://127.0.0.1:1/v1' });
      });
    }, server.baseUrl);
    expect(error).toMatchObject({ requestSent: 'maybe' });
  });
});
