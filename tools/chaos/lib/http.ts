import { Agent, request } from 'node:http';
import { API_KEY } from './replica.ts';

/** Connections are kept, as any sensible caller does; so callers also meet connections that died. */
const agent = new Agent({ keepAlive: true, maxSockets: 200 });

/** One call of the API. */
export interface Call {
  method?: 'GET' | 'POST';
  /** e.g. `http://127.0.0.1:3000/v1/deliveries?limit=1` */
  url: string;
  headers?: Record<string, string>;
  /** Sent as JSON. */
  body?: unknown;
  /** The caller gives up after this time; default 10 s. */
  timeoutMs?: number;
}

/** An answer, whatever its status. */
export interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  text: string;
  /** From the call to the end of the answer, in milliseconds. */
  durationMs: number;
}

/** No complete answer: refused, cut, or given up. */
export class NoAnswerError extends Error {
  override readonly name = 'NoAnswerError';
  /** A system code such as `ECONNREFUSED`, or `GAVE_UP`. */
  readonly code: string;

  constructor(code: string, options?: ErrorOptions) {
    super(`no answer: ${code}`, options);
    this.code = code;
  }
}

/** Calls the API with its key. @throws NoAnswerError */
export function call({
  method = 'GET',
  url,
  headers,
  body,
  timeoutMs = 10_000,
}: Call): Promise<Answer> {
  const startedAt = performance.now();
  const payload = body === undefined ? undefined : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const fail = (error: NodeJS.ErrnoException) =>
      reject(new NoAnswerError(error.code ?? error.message, { cause: error }));
    const outgoing = request(url, {
      method,
      agent,
      headers: {
        authorization: `Bearer ${API_KEY}`,
        ...(payload !== undefined && {
          'content-type': 'application/json',
          'content-length': Buffer.byteLength(payload),
        }),
        ...headers,
      },
    });
    const patience = setTimeout(() => {
      reject(new NoAnswerError('GAVE_UP'));
      outgoing.destroy();
    }, timeoutMs);
    outgoing.once('close', () => clearTimeout(patience));
    outgoing.once('error', fail);
    outgoing.once('response', (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => (text += chunk));
      response.once('error', fail);
      response.once('aborted', () => reject(new NoAnswerError('ECONNRESET')));
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          text,
          durationMs: performance.now() - startedAt,
        }),
      );
    });
    outgoing.end(payload);
  });
}
