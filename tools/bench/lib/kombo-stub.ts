import net, { type Socket } from 'node:net';

/** A success of Kombo's as bytes made beforehand, with `headers` besides those every answer has. */
export function answerBytes(body: string, headers: readonly string[] = []): string {
  return [
    'HTTP/1.1 200 OK',
    'Content-Type: application/json; charset=utf-8',
    `Content-Length: ${body.length}`,
    'Concurrency-Limit: 30',
    'Concurrency-Remaining: 29',
    ...headers,
    'Connection: keep-alive',
    '',
    body,
  ].join('\r\n');
}

/** What Kombo says to a result link that was written. */
export const SUCCESS_BODY = JSON.stringify({ status: 'success', data: {}, warnings: [] });

/** How long the first request in a text is; 0 when it is not whole yet. */
function lengthOfFirst(text: string): number {
  const headEnd = text.indexOf('\r\n\r\n');
  if (headEnd === -1) return 0;
  const [, bodyLength = '0'] = /\r\ncontent-length: *(\d+)/i.exec(text.slice(0, headEnd)) ?? [];
  const length = headEnd + 4 + Number(bodyLength);
  return text.length < length ? 0 : length;
}

/**
 * A server that only looks for where a request ends: `node:http` takes longer for a request than the
 * fastest client, which then would be measured waiting. `onRequest` gets each as latin1 text, one
 * character per byte, and writes its answer to the socket.
 */
export function createStub(onRequest: (request: string, socket: Socket) => void): net.Server {
  return net.createServer({ noDelay: true }, (socket) => {
    let text = '';
    socket.on('error', () => undefined);
    socket.on('data', (chunk) => {
      text += chunk.toString('latin1');
      for (let length = lengthOfFirst(text); length > 0; length = lengthOfFirst(text)) {
        const request = text.slice(0, length);
        text = text.slice(length);
        onRequest(request, socket);
      }
    });
  });
}
