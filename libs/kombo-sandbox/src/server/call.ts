import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Reply } from '../kombo/reply.js';

/** One HTTP request whose body has arrived, and the way to answer it. */
export interface Call {
  request: IncomingMessage;
  response: ServerResponse;
  /** As sent, still percent-encoded. */
  path: string;
  /** The part after `?`. */
  query: URLSearchParams;
  /** The whole body as text. */
  rawBody: string;
}

/** A request header, trimmed; `null` when it is absent or blank. */
export function header(call: Call, name: string): string | null {
  const value = call.request.headers[name];
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : null;
}

/** The request headers without those that carry secrets. */
export function harmlessHeaders(call: Call): Record<string, string> {
  const secret = new Set(['authorization', 'proxy-authorization', 'cookie']);
  return Object.fromEntries(
    Object.entries(call.request.headers)
      .filter(([name]) => !secret.has(name))
      .map(([name, value]) => [name, String(value)]),
  );
}

/** Sends a whole answer. */
export function send(call: Call, reply: Reply): void {
  const { response } = call;
  response.writeHead(reply.status, {
    'content-length': Buffer.byteLength(reply.body),
    ...reply.headers,
  });
  response.end(reply.body);
}

/** Promises the whole answer, sends half of it and cuts the connection. */
export function sendHalf(call: Call, reply: Reply): void {
  const { response, request } = call;
  const body = Buffer.from(reply.body);
  response.writeHead(reply.status, { 'content-length': body.length, ...reply.headers });
  response.write(body.subarray(0, Math.ceil(body.length / 2)), () => request.socket.destroy());
}

/** Cuts the connection. */
export function cut(call: Call): void {
  call.request.socket.destroy();
}

/** Whether the client has gone away. */
export function isGone(call: Call): boolean {
  return call.request.socket.destroyed;
}

/** Resolves when the client goes away, or the sandbox closes the connection. */
export function gone(call: Call): Promise<void> {
  if (isGone(call)) return Promise.resolve();
  return new Promise((resolve) => call.response.once('close', resolve));
}

/** No request of this product comes near; it only bounds memory. */
const MAX_BODY_BYTES = 10 * 1024 * 1024;

/** Reads the whole body as UTF-8; `null` when it is over 10 MiB. */
export async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    if (bytes <= MAX_BODY_BYTES) chunks.push(chunk);
  }
  return bytes > MAX_BODY_BYTES ? null : Buffer.concat(chunks).toString('utf8');
}

/** The value of a JSON text, or `undefined` when it is none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Whether the request says its body is JSON. */
export function saysJson(call: Call): boolean {
  return /^application\/json\s*(;|$)/i.test(header(call, 'content-type') ?? '');
}
