import { Readable } from 'node:stream';
import type {
  ApplicationBatchLine,
  BatchLineAnswer,
  CandidateBatchLine,
} from '@result-links/contracts';
import type { CallOptions } from '../call-options.js';
import { ResultLinksNoAnswerError } from '../errors.js';
import { linesOf } from '../transport/lines.js';
import { asFields, toApiError } from '../transport/answers.js';
import type { Transport } from '../transport/transport.js';

/** Lines of a batch, made as they are needed. */
export type BatchLines =
  | Iterable<CandidateBatchLine | ApplicationBatchLine>
  | AsyncIterable<CandidateBatchLine | ApplicationBatchLine>;

/** `POST /v1/deliveries:batch` */
export async function* batchDeliveries(
  transport: Transport,
  lines: BatchLines,
  { signal }: CallOptions = {},
): AsyncGenerator<BatchLineAnswer, void, undefined> {
  const source = new LineSource(lines);
  const body = Readable.from(source.serialised(), { objectMode: false });
  try {
    yield* transport.stream(
      { path: '/deliveries:batch', contentType: 'application/x-ndjson', body, signal },
      (chunks) => readAnswers(chunks, source),
    );
  } catch (error) {
    throw source.failure ?? error;
  }
}

/** The lines of the caller as text. Ends when they do, or when the API has said its last word. */
class LineSource {
  /** What the caller's own lines threw. */
  failure: unknown;
  #stop: () => void = () => undefined;
  readonly #stopped = new Promise<null>((resolve) => (this.#stop = () => resolve(null)));

  constructor(private readonly lines: BatchLines) {}

  stop(): void {
    this.#stop();
  }

  async *serialised(): AsyncGenerator<string, void, undefined> {
    const iterator = iteratorOf(this.lines);
    try {
      for (;;) {
        const next = await Promise.race([iterator.next(), this.#stopped]);
        if (next === null || next.done === true) return;
        yield `${JSON.stringify(next.value)}\n`;
      }
    } catch (error) {
      this.failure = error;
      throw error;
    } finally {
      // Not waited for: it may be busy making a line that nobody wants any more.
      void Promise.resolve(iterator.return?.()).catch(() => undefined);
    }
  }
}

function iteratorOf(lines: BatchLines) {
  return Symbol.asyncIterator in lines ? lines[Symbol.asyncIterator]() : lines[Symbol.iterator]();
}

/** What a batch that ended early would have been answered as a single request; 400 for all other reasons. */
const STATUS_BY_REASON = new Map<unknown, number>([
  ['database_unavailable', 503],
  ['rate_limit_exceeded', 429],
  ['batch_too_large', 413],
  ['compression_ratio_too_high', 413],
]);

async function* readAnswers(
  chunks: AsyncIterable<Buffer>,
  source: LineSource,
): AsyncGenerator<BatchLineAnswer, void, undefined> {
  for await (const line of linesOf(chunks)) {
    const answer = asFields(JSON.parse(line)) ?? {};
    if (answer['status'] !== 'end') {
      yield answer as unknown as BatchLineAnswer;
      continue;
    }
    source.stop();
    if (answer['is_complete'] === true) return;
    const status = STATUS_BY_REASON.get(reasonOf(answer));
    throw toApiError({ status: status ?? 400, body: answer, header: () => undefined });
  }
  throw new ResultLinksNoAnswerError('the answer ended before its last line', {
    code: 'ECONNRESET',
    requestSent: true,
  });
}

function reasonOf(end: Record<string, unknown>): unknown {
  return asFields(end['error'])?.['reason'];
}
