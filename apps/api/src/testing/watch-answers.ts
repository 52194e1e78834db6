import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { differencesOf } from './documented-answers.js';

/**
 * Compares every answer of a server with the OpenAPI document: status, headers, content type, and body.
 *
 * @returns ends the test run with all differences, if there are any
 */
export function watchAnswers(server: Server): () => void {
  const differences = new Set<string>();
  server.prependListener('request', (request: IncomingMessage, response: ServerResponse) => {
    // Fastify rewrites the URL of the request.
    const { method = '', url = '' } = request;
    const sent: Buffer[] = [];
    const keep = (piece: unknown) => {
      if (typeof piece === 'string' || piece instanceof Uint8Array) sent.push(Buffer.from(piece));
    };
    const { write, end, writeHead } = response;
    response.write = (...given: unknown[]) => {
      keep(given[0]);
      return write.apply(response, given as never);
    };
    response.end = (...given: unknown[]) => {
      keep(given[0]);
      return end.apply(response, given as never);
    };
    // Node forgets the headers that are given here.
    let headers: Record<string, unknown> = {};
    response.writeHead = (...given: unknown[]) => {
      headers = lowerCase(given.at(-1));
      return writeHead.apply(response, given as never);
    };
    response.on('finish', () => {
      const { statusCode: status } = response;
      const body = Buffer.concat(sent).toString();
      const all = { ...response.getHeaders(), ...headers };
      const answer = { method, url, status, headers: all, body };
      for (const difference of differencesOf(answer)) differences.add(difference);
    });
  });
  return () => {
    if (differences.size === 0) return;
    throw new Error(`Answers that are not as documented:\n${[...differences].join('\n')}`);
  };
}

function lowerCase(headers: unknown): Record<string, unknown> {
  if (typeof headers !== 'object' || headers === null) return {};
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]),
  );
}
