/* eslint-disable @nx/enforce-module-boundaries -- what the benchmarks share is no package */
import type { AddressInfo } from 'node:net';
import { answerBytes, createStub, SUCCESS_BODY } from '../lib/kombo-stub.ts';

/**
 * Kombo with a latency: answers every request a fixed time after it has come. Counts, and remembers when
 * each came, so that the rate is taken in the middle of a run, without its start and its end.
 * Messages from the parent: `reset`; it tells `{ port }` at the start and, asked for `report`, the times.
 */
const latencyMs = Number(process.argv[2] ?? 20);
const ANSWER = answerBytes(SUCCESS_BODY);

let arrivals: number[] = [];
let inFlight = 0;
let mostInFlight = 0;

const server = createStub((_request, socket) => {
  arrivals.push(performance.now());
  mostInFlight = Math.max(mostInFlight, (inFlight += 1));
  setTimeout(() => {
    inFlight -= 1;
    socket.write(ANSWER);
  }, latencyMs);
});
server.listen(0, '127.0.0.1', () => {
  process.send?.({ port: (server.address() as AddressInfo).port });
});
process.on('message', (message) => {
  if (message === 'reset') {
    arrivals = [];
    mostInFlight = 0;
    return;
  }
  const count = arrivals.length;
  const [from, to] = [Math.floor(count * 0.2), Math.floor(count * 0.8)];
  const seconds = ((arrivals[to] ?? 0) - (arrivals[from] ?? 0)) / 1_000;
  process.send?.({ count, mostInFlight, rate: (to - from) / seconds });
});
process.on('disconnect', () => process.exit());
