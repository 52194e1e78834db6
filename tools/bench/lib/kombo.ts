import type { AddressInfo } from 'node:net';
import { answerBytes, createStub, SUCCESS_BODY } from './kombo-stub.ts';
import { tellParent } from './parent.ts';

/**
 * Stands in for Kombo in a process of its own, so that its work is not counted: `kombo.ts [latency ms]`.
 * Answers every request with a success that time after it has come; an integration whose id begins with
 * `slow:` takes 2 s. Remembers when each came, so that a rate can be taken in the middle of a run, without
 * its start and its end. Tells its address; asked `report` the arrivals so far; `reset` forgets them.
 */
export interface Arrivals {
  count: number;
  mostInFlight: number;
  /** Of the requests between the first fifth and the last, per second. */
  perSecond: number;
}

const SLOW_MS = 2_000;
const latencyMs = Number(process.argv[2] ?? 0);
const ANSWER = answerBytes(SUCCESS_BODY, [
  'ratelimit-limit: 300',
  'ratelimit-remaining: 298',
  'ratelimit-reset: 57',
  `Date: ${new Date().toUTCString()}`,
]);

let arrivals: number[] = [];
let inFlight = 0;
let mostInFlight = 0;

const server = createStub((request, socket) => {
  arrivals.push(performance.now());
  mostInFlight = Math.max(mostInFlight, (inFlight += 1));
  const answer = () => {
    inFlight -= 1;
    socket.write(ANSWER);
  };
  if (latencyMs === 0) return answer();
  const isSlow = /\r\nx-integration-id: slow:/i.test(request);
  setTimeout(answer, isSlow ? SLOW_MS : latencyMs);
});

function report(): Arrivals {
  const count = arrivals.length;
  const [from, to] = [Math.floor(count * 0.2), Math.floor(count * 0.8)];
  const seconds = ((arrivals[to] ?? 0) - (arrivals[from] ?? 0)) / 1_000;
  return { count, mostInFlight, perSecond: (to - from) / seconds };
}

process.on('message', (message) => {
  if (message === 'report') return tellParent(report());
  arrivals = [];
  mostInFlight = 0;
});
server.listen(0, '127.0.0.1', () => {
  tellParent(`http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`);
});
