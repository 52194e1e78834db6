import { once } from 'node:events';
import { createConnection, type Socket } from 'node:net';
import { readAnswer } from './answer-reader.ts';
import { parentSays, tellParent } from './parent.ts';
import { requestBytes } from './load-requests.ts';
import { quantile } from './statistics.ts';

/**
 * Sends result links over many connections, one at a time on each, in a process of its own: `load.ts <Load
 * as JSON>`. It shares the machine with what it measures, so it does as little as it can: requests are bytes
 * made beforehand, and of an answer it looks at the status and where it ends. Warms up, says `ready`, and
 * on `go` sends the requests that count.
 */
export interface Load {
  /** Address of the server, without a path. */
  origin: string;
  path: string;
  headers: Record<string, string>;
  connections: number;
  warmUpRequests: number;
  requests: number;
  /** The status that counts as right; any other ends the measurement. */
  status: number;
}

/** How it went. */
export interface LoadResult {
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time of the caller for one request, in microseconds. */
  callerMicros: number;
}

const load = JSON.parse(process.argv[2] ?? '{}') as Load;
const { hostname, port } = new URL(load.origin);
const sockets = Array.from({ length: load.connections }, () =>
  createConnection({ host: hostname, port: Number(port), noDelay: true }),
);
await Promise.all(sockets.map((socket) => once(socket, 'connect')));

/** Sends all, over all connections; resolves with the milliseconds that each took. */
async function send(requests: readonly Buffer[]): Promise<Float64Array> {
  const latencies = new Float64Array(requests.length);
  const ended = Promise.withResolvers<void>();
  let next = 0;
  let answered = 0;
  const drive = (socket: Socket) => {
    let text = '';
    let startedAt = 0;
    const sendNext = () => {
      const request = requests[next++];
      if (request === undefined) return;
      startedAt = performance.now();
      socket.write(request);
    };
    socket.removeAllListeners('data').on('data', (chunk: Buffer) => {
      text = text === '' ? chunk.toString('latin1') : text + chunk.toString('latin1');
      const answer = readAnswer(text);
      if (answer === null) return;
      if (answer.status !== load.status) ended.reject(new Error(text));
      text = '';
      latencies[answered++] = performance.now() - startedAt;
      if (answered === requests.length) ended.resolve();
      sendNext();
    });
    socket
      .removeAllListeners('close')
      .on('close', () => ended.reject(new Error(`closed: ${text}`)));
    sendNext();
  };
  sockets.forEach(drive);
  await ended.promise;
  return latencies;
}

const [warmUp, measured] = [load.warmUpRequests, load.requests].map((count) =>
  requestBytes(load, count),
) as [Buffer[], Buffer[]];
await send(warmUp);
tellParent('ready');
await parentSays();
const cpuBefore = process.cpuUsage();
const startedAt = performance.now();
const latencies = await send(measured);
const seconds = (performance.now() - startedAt) / 1_000;
const { user, system } = process.cpuUsage(cpuBefore);
const result: LoadResult = {
  perSecond: load.requests / seconds,
  p50Ms: quantile([...latencies], 0.5),
  p99Ms: quantile([...latencies], 0.99),
  callerMicros: (user + system) / load.requests,
};
tellParent(result);
