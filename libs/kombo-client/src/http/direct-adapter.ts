import http from 'node:http';
import https from 'node:https';
import { AxiosHeaders, type InternalAxiosRequestConfig } from 'axios';
import { observeSocket, type Observation } from './observed-transport.js';

/** What axios' resolved answers are made of, as far as this client needs it. */
export interface DirectAnswer {
  status: number;
  statusText: string;
  headers: AxiosHeaders;
  data: string;
  config: InternalAxiosRequestConfig;
  request: http.ClientRequest;
}

/** The answer is longer than allowed; its head is in the observation. */
export class AnswerTooLargeError extends Error {
  override name = 'AnswerTooLargeError';
}

/** What one direct request needs beside axios' configuration. */
export interface DirectRequest {
  headers: Record<string, string>;
  agent: http.Agent;
  maxResponseBytes: number;
  observation: Observation;
  /** Takes a function that ends the request; it is called at most once. */
  onEnd: (end: () => void) => void;
  /** Whether anybody but the observer reads the headers of the answer; axios takes its time with them. */
  areHeadersWanted: boolean;
}

/**
 * All that this adapter understands. A configuration with anything else (an interceptor may have
 * put it there) is one for axios' own adapter.
 */
const UNDERSTOOD = new Set(['adapter', 'allowAbsoluteUrls', 'data', 'headers', 'method', 'url']);

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

/** Whether {@link sendDirectly} can take this request, with the same result as axios' own adapter. */
export function isDirectlySendable(config: InternalAxiosRequestConfig): boolean {
  const { data, url } = config;
  for (const key in config) {
    if (!UNDERSTOOD.has(key) && config[key as keyof typeof config] !== undefined) {
      return false;
    }
  }
  return (data === undefined || typeof data === 'string') && /^https?:\/\/[^@]+$/.test(url ?? '');
}

/**
 * One request over `node:http` or `node:https`, in the place of axios' own adapter, of which this
 * client uses little and which costs more than the request itself (the README has the figures). No
 * redirect is followed, no proxy asked, nothing decompressed; the body is text.
 */
export function sendDirectly(
  config: InternalAxiosRequestConfig,
  direct: DirectRequest,
): Promise<DirectAnswer> {
  return new Promise((resolve, reject) => {
    const url = new URL(config.url ?? '');
    const body = typeof config.data === 'string' ? config.data : undefined;
    const { headers, agent, maxResponseBytes, observation, onEnd } = direct;
    if (body !== undefined) {
      // Node itself adds it for some methods only.
      headers['Content-Length'] = String(Buffer.byteLength(body));
    }
    const { request: open } = url.protocol === 'https:' ? https : http;
    const request = open({
      protocol: url.protocol,
      hostname: url.hostname.replace(/^\[|\]$/g, ''),
      port: url.port,
      path: url.pathname + url.search,
      method: (config.method ?? 'GET').toUpperCase(),
      headers,
      agent,
    });
    let isAnswered = false;
    observation.isObserved = true;
    request.once('socket', (socket) => observeSocket(socket, observation));
    request.once('response', (answer) => {
      isAnswered = true; // from here on it is the answer that ends the promise
      observation.answer = answer;
      const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
      const headers = new AxiosHeaders(
        direct.areHeadersWanted ? (answer.headers as Record<string, string>) : undefined,
      );
      const done = (data: string) =>
        resolve({ status, statusText, headers, data, config, request });
      readText(answer, maxResponseBytes, done, reject);
    });
    request.on('error', reject);
    // Whatever ended it: a promise that never settles would be the worst of all.
    request.once('close', () => {
      if (!isAnswered) {
        reject(cut('the connection was closed'));
      }
    });
    onEnd(() => {
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
