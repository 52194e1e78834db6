import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A span as it arrives over OTLP/HTTP in JSON, as far as tests look at it. */
export interface ReceivedSpan {
  traceId: string;
  spanId: string;
  parentSpanId?: string;
  name: string;
  kind: number;
  startTimeUnixNano: string;
  endTimeUnixNano: string;
  /** Flattened. */
  attributes: Record<string, unknown>;
  links: { traceId: string; spanId: string }[];
  status: { code?: number };
}

/** A stand-in for an OpenTelemetry collector. */
export interface OtlpReceiver {
  url: string;
  /** All that arrived, as text. */
  text(): string;
  spans(): ReceivedSpan[];
  close(): Promise<void>;
}

interface WireAttribute {
  key: string;
  value: Record<string, unknown>;
}
type WireSpan = Omit<ReceivedSpan, 'attributes' | 'links'> & {
  attributes?: WireAttribute[];
  links?: ReceivedSpan['links'];
};
interface Wire {
  resourceSpans: { scopeSpans: { spans: WireSpan[] }[] }[];
}

/** Takes traces on a free loopback port. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const bodies: string[] = [];
  const server = createServer((request, response) => {
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      bodies.push(Buffer.concat(pieces).toString());
      response.writeHead(200, { 'Content-Type': 'application/json' }).end('{}');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    text: () => bodies.join('\n'),
    spans: () =>
      bodies
        .flatMap((body) => (JSON.parse(body) as Wire).resourceSpans)
        .flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans }) => spans))
        .map(({ attributes = [], links = [], ...span }) => ({
          ...span,
          links,
          attributes: Object.fromEntries(
            attributes.map(({ key, value }) => [key, Object.values(value)[0]]),
          ),
        })),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
