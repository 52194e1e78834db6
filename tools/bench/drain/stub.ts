import net, { type AddressInfo } from 'node:net';

/**
 * Kombo with a latency: answers every request a fixed time after it has come. Counts, and remembers when
 * each came, so that the rate is taken in the middle of a run, without its start and its end.
 * Messages from the parent: `reset`; it tells `{ port }` at the start and, asked for `report`, the times.
 */
const latencyMs = Number(process.argv[2] ?? 20);
const body = JSON.stringify({ status: 'success', data: {}, warnings: [] });
const ANSWER = [
  'HTTP/1.1 200 OK',
  'Content-Type: application/json; charset=utf-8',
  `Content-Length: ${body.length}`,
  'Concurrency-Limit: 30',
  'Concurrency-Remaining: 29',
  'Connection: keep-alive',
  '',
  body,
].join('\r\n');

let arrivals: number[] = [];
let inFlight = 0;
let mostInFlight = 0;

function lengthOfFirst(text: string): number {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return 0;
  const [, bodyLength = '0'] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  const length = headEnd + 4 + Number(bodyLength);
  return text.length < length ? 0 : length;
}

const server = net.createServer({ noDelay: true }, (socket) => {
  let text = '';
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (let length = lengthOfFirst(text); length > 0; length = lengthOfFirst(text)) {
      text = text.slice(length);
      arrivals.push(performance.now());
      mostInFlight = Math.max(mostInFlight, (inFlight += 1));
      setTimeout(() => {
        inFlight -= 1;
        socket.write(ANSWER);
      }, latencyMs);
    }
  });
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
