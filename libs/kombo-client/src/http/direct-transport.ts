import http from 'node:http';
import { nodeHttps } from './node-https.js';
import { observeSocket } from './observed-transport.js';
import { AnswerTooLargeError, type CallUnderWay, type WireRequest } from './transport.js';

/** What a direct request is sent with. */
export interface DirectSettings {
  agent: http.Agent;
  maxResponseBytes: number;
}

/** A complete answer to a direct request. */
export interface DirectAnswer {
  head: http.IncomingMessage;
  text: string;
  request: http.ClientRequest;
}

/** Names of the variables axios takes a proxy from. */
const PROXY_VARIABLES = [
  'http_proxy',
  'HTTP_PROXY',
  'https_proxy',
  'HTTPS_PROXY',
  'all_proxy',
  'ALL_PROXY',
];

/** Whether the environment may name a proxy; for which hosts is axios' business. */
export function hasProxyInEnvironment(): boolean {
  return PROXY_VARIABLES.some((name) => process.env[name]);
}

/**
 * One request over `node:http` or `node:https`, without axios, of which this client uses little and
 * which costs more than the request itself (the README has the figures). No redirect is followed, no
 * proxy asked, nothing decompressed; the body is text.
 */
export function sendDirectly(
  { method, url, headers, body }: WireRequest,
  { agent, maxResponseBytes }: DirectSettings,
  { observation, deadline }: CallUnderWay,
): Promise<DirectAnswer> {
  return new Promise((resolve, reject) => {
    const { protocol, hostname, port, pathname, search } = new URL(url);
    const { request: open } = protocol === 'https:' ? nodeHttps() : http;
    const request = open({
      protocol,
      hostname: hostname.replace(/^\[|\]$/g, ''),
      port,
      path: pathname + search,
      method,
      // Node itself adds the length for some methods only.
      headers:
        body === undefined
          ? headers
          : { ...headers, 'Content-Length': String(Buffer.byteLength(body)) },
      agent,
    });
    let isAnswered = false;
    observation.isObserved = true;
    request.once('socket', (socket) => observeSocket(socket, observation));
    request.once('response', (head) => {
      isAnswered = true; // from here on it is the answer that ends the promise
      observation.answer = head;
      readText(head, maxResponseBytes, (text) => resolve({ head, text, request }), reject);
    });
    request.on('error', reject);
    // Whatever ended it: a promise that never settles would be the worst of all.
    request.once('close', () => {
      if (!isAnswered) {
        reject(cut('the connection was closed'));
      }
    });
    deadline.onEnd(() => {
      const ended = new Error('the request was ended');
      request.destroy(ended);
      reject(ended); // one that still waits for a socket would not tell before it has one
    });
    request.end(body);
  });
}

/** By callbacks, not a promise: its end must be known before the connection's is. */
function readText(
  answer: http.IncomingMessage,
  maxBytes: number,
  done: (text: string) => void,
  fail: (error: Error) => void,
): void {
  const chunks: Buffer[] = [];
  let length = 0;
  answer.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    length += chunk.length;
    if (length > maxBytes) {
      fail(new AnswerTooLargeError(`the answer is longer than ${maxBytes} bytes`));
      answer.destroy();
    }
  });
  answer.on('error', fail);
  answer.on('close', () => {
    if (!answer.readableEnded) {
      fail(cut('the answer is not complete'));
    }
  });
  answer.on('end', () => {
    const text = Buffer.concat(chunks, length).toString('utf8');
    done(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text); // a byte order mark is no text
  });
}

function cut(message: string): Error {
  return Object.assign(new Error(message), { code: 'ECONNRESET' });
}
