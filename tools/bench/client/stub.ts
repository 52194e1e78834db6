import net, { type AddressInfo } from 'node:net';

/**
 * Stands in for Kombo in a process of its own, so that its work is not counted: reads every request
 * to its end and answers a success with the headers Kombo sends. Tells its port to the parent.
 *
 * It only looks for where a request ends, and answers with bytes made beforehand: `node:http` as a
 * server takes longer for a request than the fastest client, which then would be measured waiting.
 * `GET /cpu` tells the CPU time it has used, so that the measurement can show it was not the limit.
 */
const SUCCESS = answer(JSON.stringify({ status: 'success', data: {}, warnings: [] }));

function answer(body: string): string {
  return [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Concurrency-Limit: 30',
    'Concurrency-Remaining: 29',
    'ratelimit-limit: 300',
    'ratelimit-remaining: 298',
    'ratelimit-reset: 57',
    `Date: ${new Date().toUTCString()}`,
    'Connection: keep-alive',
    '',
    body,
  ].join('\r\n');
}

/** How long the first request in a text is; 0 when it is not whole yet. */
function lengthOfFirst(text: string): number {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return 0;
  const [, bodyLength = '0'] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  const length = headEnd + 4 + Number(bodyLength);
  return text.length < length ? 0 : length;
}

const server = net.createServer({ noDelay: true }, (socket) => {
  let text = ''; // latin1: one character per byte
  socket.on('error', () => undefined);
  socket.on('data', (chunk) => {
    text += chunk.toString('latin1');
    for (let length = lengthOfFirst(text); length > 0; length = lengthOfFirst(text)) {
      const isAskedForCpu = text.startsWith('GET /cpu ');
      socket.write(isAskedForCpu ? answer(JSON.stringify(process.cpuUsage())) : SUCCESS);
      text = text.slice(length);
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as AddressInfo).port));
process.on('disconnect', () => process.exit());
