import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { FuzzRequest } from './requests.ts';

/** What came back. */
export interface FuzzAnswer {
  status: number;
  contentType: string;
  headers: Record<string, string | string[] | undefined>;
  body: string;
}

const PATIENCE_MS = 20_000;

/** Sends requests over a few connections that are kept. */
export class Sender {
  private readonly agent: Agent;
  private readonly origin: URL;

  constructor(origin: string, connections: number) {
    this.origin = new URL(origin);
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws Error when there is no answer, or Node refuses to send the request */
  send({ method, path, headers, body }: FuzzRequest): Promise<FuzzAnswer> {
    const { hostname, port } = this.origin;
    return new Promise((resolve, reject) => {
      const call = request(
        {
          hostname,
          port,
          method,
          path,
          agent: this.agent,
          timeout: PATIENCE_MS,
          setDefaultHeaders: true,
        },
        (answer) => {
          const chunks: Buffer[] = [];
          answer.on('data', (chunk: Buffer) => chunks.push(chunk));
          answer.on('error', reject);
          answer.on('end', () =>
            resolve({
              status: answer.statusCode ?? 0,
              contentType: answer.headers['content-type'] ?? '',
              headers: answer.headers,
              body: Buffer.concat(chunks).toString(),
            }),
          );
        },
      );
      call.on('timeout', () => call.destroy(new Error('no answer in time')));
      call.on('error', reject);
      try {
        for (const [name, value] of headers) call.appendHeader(name, value);
        // Said here: for some methods Node would send a body without telling its length.
        if (body !== null) call.setHeader('Content-Length', body.length);
        call.end(body ?? undefined);
      } catch (error) {
        call.destroy();
        reject(new UnsendableError((error as Error).message));
      }
    });
  }

  /** Sends bytes as they are over a connection of their own, and reads to its end (or for two seconds). */
  sendBytes(bytes: Buffer): Promise<string> {
    return new Promise((resolve) => {
      let answer = '';
      const socket = connect(Number(this.origin.port), this.origin.hostname);
      const end = () => {
        clearTimeout(timer);
        socket.destroy();
        resolve(answer);
      };
      const timer = setTimeout(end, 2_000);
      socket.on('data', (data) => (answer += data.toString()));
      socket.on('error', () => undefined);
      socket.on('close', end);
      socket.end(bytes);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}

/** Node's own client does not let the request out: nothing to do with the service. */
export class UnsendableError extends Error {}
