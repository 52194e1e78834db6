import http from 'node:http';
import https from 'node:https';
import net, { type AddressInfo, type Socket } from 'node:net';

/** What a server saw of one request. */
export interface SeenRequest {
  method: string;
  /** As on the request line, still encoded. */
  path: string;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export interface TestServer {
  /** Base URL with `/v1`. */
  baseUrl: string;
  port: number;
  seen: SeenRequest[];
  /** How many connections were made so far. */
  connections(): number;
}

type Answer = (response: http.ServerResponse, request: SeenRequest) => void;

const closers: (() => Promise<void>)[] = [];

/** Starts an HTTP server on a free port of 127.0.0.1; with a certificate an HTTPS one. */
export async function startServer(
  answer: Answer,
  certificate?: { key: string; cert: string },
): Promise<TestServer> {
  const seen: SeenRequest[] = [];
  const onRequest: http.RequestListener = (request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const body = Buffer.concat(chunks).toString('utf8');
      seen.push({ method, path: url, headers, body });
      answer(response, { method, path: url, headers, body });
    });
  };
  const server = certificate
    ? https.createServer(certificate, onRequest)
    : http.createServer(onRequest);
  server.keepAliveTimeout = 0; // no hint to clients, and no hanging up
  const { port, connections } = await listen(server);
  const baseUrl = `${certificate ? 'https' : 'http'}://127.0.0.1:${port}/v1`;
  return { baseUrl, port, seen, connections };
}

/** Starts a plain TCP server: for everything that is not proper HTTP. */
export async function startRawServer(onSocket: (socket: Socket) => void): Promise<TestServer> {
  const server = net.createServer((socket) => {
    socket.on('error', () => undefined); // the client hanging up is part of the play
    onSocket(socket);
  });
  const { port, connections } = await listen(server);
  return { baseUrl: `http://127.0.0.1:${port}/v1`, port, seen: [], connections };
}

/** A port on which nobody listens. */
export async function findRefusedPort(): Promise<number> {
  const server = net.createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Closes all servers of this file with their connections. */
export async function closeServers(): Promise<void> {
  await Promise.all(closers.splice(0).map((close) => close()));
}

/** Answers with a status, a body and headers, whatever the request. */
export function answering(status: number, body = '', headers: Record<string, string> = {}): Answer {
  return (response) => {
    response.writeHead(status, headers);
    response.end(body);
  };
}

async function listen(server: net.Server) {
  const sockets = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  server.on('tlsClientError', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  );
  return { port: (server.address() as AddressInfo).port, connections: () => connections };
}
