import { TraceFlags, type SpanContext } from '@opentelemetry/api';
import { RandomIdGenerator, type IdGenerator } from '@opentelemetry/sdk-trace-node';

/** Ids of a span. */
export interface SpanIds {
  traceId: string;
  spanId: string;
}

/**
 * The ids of the span that stands for the acceptance of a delivery, from its id alone: the trace has the
 * UUID's 128 bits, the span the last 64 of them, which are random and, having the variant's bit, never 0.
 */
export function acceptSpanIds(deliveryId: string): SpanIds {
  const traceId = deliveryId.replaceAll('-', '');
  return { traceId, spanId: traceId.slice(16) };
}

/** Random ids, save for a span that is begun with ids of its own. */
export class PresetIds implements IdGenerator {
  private readonly random = new RandomIdGenerator();
  private preset: SpanIds | null = null;

  readonly generateTraceId = (): string => this.preset?.traceId ?? this.random.generateTraceId();
  readonly generateSpanId = (): string => this.preset?.spanId ?? this.random.generateSpanId();

  /** Whatever span `begin` begins (before it returns) gets these ids. */
  with<T>(ids: SpanIds, begin: () => T): T {
    this.preset = ids;
    try {
      return begin();
    } finally {
      this.preset = null;
    }
  }
}

const TRACEPARENT =
  /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-|$)/;

/** What a `traceparent` header says (W3C Trace Context, level 1); `null` for none or one that is not valid. */
export function readTraceparent(header: string | string[] | undefined): SpanContext | null {
  const [, traceId, spanId, flags] = (typeof header === 'string' && TRACEPARENT.exec(header)) || [];
  if (traceId === undefined || spanId === undefined || flags === undefined) {
    return null;
  }
  const traceFlags = parseInt(flags, 16) & TraceFlags.SAMPLED;
  return { traceId, spanId, traceFlags, isRemote: true };
}
