import { createServer, type IncomingHttpHeaders, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as it arrived. */
export interface ReceivedRequest {
  method: string;
  path: string;
  headers: IncomingHttpHeaders;
  body: unknown;
}

/** A stand-in for the result-links API that answers everything alike. */
export interface FakeApi {
  url: string;
  received: ReceivedRequest[];
  close(): Promise<void>;
}

/** Starts a {@link FakeApi}; `answer` sees a request after its body has been read. */
export async function startFakeApi(answer: RequestListener): Promise<FakeApi> {
  const received: ReceivedRequest[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
      received.push({ method, path: url, headers, body });
      answer(request, response);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Answers with JSON. */
export function answerJson(
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): RequestListener {
  return (_request, response) =>
    response
      .writeHead(status, { 'content-type': 'application/json', ...headers })
      .end(JSON.stringify(body));
}

/** Answers with an error in Kombo's envelope. */
export function answerError(
  status: number,
  code: string | null,
  headers: Record<string, string> = {},
  more: object = {},
): RequestListener {
  const error = { code, title: null, message: 'What the API said.', log_url: null, ...more };
  return answerJson(status, { status: 'error', error }, headers);
}
