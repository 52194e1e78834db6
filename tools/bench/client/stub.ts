/* eslint-disable @nx/enforce-module-boundaries -- what the benchmarks share is no package */
import type { AddressInfo } from 'node:net';
import { answerBytes, createStub, SUCCESS_BODY } from '../lib/kombo-stub.ts';

/**
 * Stands in for Kombo in a process of its own, so that its work is not counted: reads every request
 * to its end and answers a success with the headers Kombo sends. Tells its port to the parent.
 *
 * `GET /cpu` tells the CPU time it has used, so that the measurement can show it was not the limit.
 */
const RATE_AND_DATE = [
  'ratelimit-limit: 300',
  'ratelimit-remaining: 298',
  'ratelimit-reset: 57',
  `Date: ${new Date().toUTCString()}`,
];
const SUCCESS = answerBytes(SUCCESS_BODY, RATE_AND_DATE);

const server = createStub((request, socket) => {
  const isAskedForCpu = request.startsWith('GET /cpu ');
  socket.write(
    isAskedForCpu ? answerBytes(JSON.stringify(process.cpuUsage()), RATE_AND_DATE) : SUCCESS,
  );
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
