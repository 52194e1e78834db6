import { AsyncLocalStorage } from 'node:async_hooks';
import {
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
  type Context,
  type Link,
  type Span,
  type Tracer,
} from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { detectResources, envDetector, resourceFromAttributes } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider } from '@opentelemetry/sdk-trace-node';
import {
  ATTR_HTTP_REQUEST_METHOD,
  ATTR_HTTP_RESPONSE_STATUS_CODE,
  ATTR_HTTP_ROUTE,
  ATTR_SERVICE_NAME,
} from '@opentelemetry/semantic-conventions';
import type {
  AcceptResult,
  AttemptEnd,
  AttemptWatch,
  StartedAttempt,
} from '@result-links/delivery';
import { acceptSpanIds, PresetIds, readTraceparent } from './trace-ids.js';
import { attemptAttributes, attemptEndAttributes, deliveryAttributes } from './attributes.js';
import type { RequestSpan, Tracing, TracingOptions } from './tracing.js';

/** Starts tracing to the endpoint that `OTEL_EXPORTER_OTLP_*` names, over HTTP; nothing global is set. */
export function startOtelTracing({ serviceName }: TracingOptions): Tracing {
  const ids = new PresetIds();
  const provider = new NodeTracerProvider({
    // The environment wins: OTEL_SERVICE_NAME, OTEL_RESOURCE_ATTRIBUTES.
    resource: resourceFromAttributes({ [ATTR_SERVICE_NAME]: serviceName }).merge(
      detectResources({ detectors: [envDetector] }),
    ),
    idGenerator: ids,
    spanProcessors: [new BatchSpanProcessor(new OTLPTraceExporter())],
  });
  return new OtelTracing(provider.getTracer('result-links'), ids, () => provider.shutdown());
}

class OtelTracing implements Tracing {
  /** The span of the request that is being handled. */
  private readonly current = new AsyncLocalStorage<Span>();
  readonly attempts = { begin: (started: StartedAttempt, id: string) => this.attempt(started, id) };
  readonly accepts = {
    accepted: (result: AcceptResult, startedAt: Date) => this.accepted(result, startedAt),
    failed: () => undefined,
  };

  constructor(
    private readonly tracer: Tracer,
    private readonly ids: PresetIds,
    private readonly shutDown: () => Promise<void>,
  ) {}

  beginRequest({ method, headers }: Parameters<Tracing['beginRequest']>[0]): RequestSpan {
    const parent = readTraceparent(headers['traceparent']);
    const span = this.tracer.startSpan(
      method,
      { kind: SpanKind.SERVER, attributes: { [ATTR_HTTP_REQUEST_METHOD]: method } },
      parent === null ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, parent),
    );
    return {
      run: (work) => this.current.run(span, work),
      end: ({ route, status }) => {
        if (route !== undefined) {
          span.updateName(`${method} ${route}`).setAttribute(ATTR_HTTP_ROUTE, route);
        }
        span.setAttribute(ATTR_HTTP_RESPONSE_STATUS_CODE, status);
        if (status >= 500) {
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end();
      },
    };
  }

  async close(): Promise<void> {
    // An endpoint that is away must not hold up, or fail, the end of the service.
    await this.shutDown().catch(() => undefined);
  }

  private accepted({ kind, delivery }: AcceptResult, startedAt: Date): void {
    const request = this.current.getStore();
    request?.setAttributes({ ...deliveryAttributes(delivery), 'result_links.submission': kind });
    request?.addLink({ context: this.acceptSpan(delivery.id).spanContext() });
    if (kind === 'accepted') {
      const links = request ? [{ context: request.spanContext() }] : [];
      const span = this.acceptSpan(delivery.id, startedAt, links);
      span.setAttributes(deliveryAttributes(delivery)).end();
    }
  }

  /**
   * The first span of a delivery's trace, as it was begun when the delivery was accepted, perhaps in another
   * process: the same ids and, since samplers of roots go by the trace id, the same decision whether it is
   * recorded. Only the acceptance itself ends (and so exports) it.
   */
  private acceptSpan(deliveryId: string, startTime = new Date(), links: Link[] = []): Span {
    return this.ids.with(acceptSpanIds(deliveryId), () =>
      this.tracer.startSpan(
        'accept result link',
        { root: true, kind: SpanKind.PRODUCER, startTime, links },
        ROOT_CONTEXT,
      ),
    );
  }

  private attempt(started: StartedAttempt, workerId: string): AttemptWatch {
    const { delivery } = started;
    const parent: Context = trace.setSpan(ROOT_CONTEXT, this.acceptSpan(delivery.id));
    const span = this.tracer.startSpan(
      'deliver result link',
      {
        kind: SpanKind.CLIENT,
        startTime: new Date(),
        attributes: { ...deliveryAttributes(delivery), ...attemptAttributes(started, workerId) },
      },
      parent,
    );
    return {
      traceId: span.spanContext().traceId,
      end: (end: AttemptEnd) => {
        span.setAttributes(attemptEndAttributes(end));
        if (end.outcome !== 'delivered') {
          span.setStatus({ code: SpanStatusCode.ERROR });
        }
        span.end(end.answeredAt);
      },
    };
  }
}
