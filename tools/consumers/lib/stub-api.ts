import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A stand-in for the result-links API that answers one route, by the rules of its OpenAPI document. */
export interface StubApi {
  readonly origin: string;
  /** Requests that came in: `POST /path integration authorization`. */
  readonly seen: string[];
  readonly close: () => Promise<void>;
}

/** Starts a {@link StubApi} on a free port of this machine. */
export async function startStubApi(): Promise<StubApi> {
  const seen: string[] = [];
  const server = createServer((request, response) => {
    void answer(request).then(({ status, body }) => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
  });
  const answer = async (request: IncomingMessage) => {
    const { method, url, headers } = request;
    seen.push(`${method} ${url} ${headers['x-integration-id']} ${headers.authorization}`);
    const link = JSON.parse(await text(request)) as { url?: string };
    return link.url === undefined ? REFUSED : WRITTEN;
  };
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

const WRITTEN = { status: 200, body: { status: 'success', data: {}, warnings: [] } };
const REFUSED = {
  status: 400,
  body: {
    status: 'error',
    error: {
      code: 'PLATFORM.INPUT_INVALID',
      title: null,
      message: 'url must be an absolute http:// or https:// URL',
      log_url: null,
      fields: [{ path: 'url', code: 'isHttpUrl', message: 'url must be an absolute URL' }],
    },
  },
};
