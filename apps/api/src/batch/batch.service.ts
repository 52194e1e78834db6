import { setImmediate } from 'node:timers/promises';
import { Inject, Injectable, Logger } from '@nestjs/common';
import {
  validateBatchLine,
  type BatchEnd,
  type BatchLine,
  type BatchLineAnswer,
} from '@result-links/contracts';
import {
  contentHash,
  mayTouch,
  type AcceptInput,
  type Principal,
  type Target,
} from '@result-links/delivery';
import { DatabaseUnavailableError, type Engine } from '@result-links/engine';
import { toDelivery } from '../deliveries/delivery.mapper.js';
import { ENGINE } from '../engine.provider.js';
import { ApiError, invalidRequest } from '../http/api-error.js';
import { toApiError } from '../http/error-envelope.filter.js';
import { BrokenEncodingError, tooLong, unreadableBody } from '../http/body-refusals.js';
import { parseJson } from '../http/json-body.js';
import { BODY_LIMIT_BYTES } from '../http/request-body.js';
import { integrationNotAllowed } from '../http/refusals.js';
import { keyReused } from '../result-links/result-links.service.js';
import { BATCH_LIMITS, tooLarge } from './batch-limits.js';
import { readLines, TooManyLinesError, type Line } from './read-lines.js';

/** Lines that are worked on at a time; with the bytes of one chunk, what one batch holds in memory. */
const LINES_AT_A_TIME = 200;

/** Keeps result links that come as lines, each by itself. */
@Injectable()
export class BatchService {
  private readonly logger = new Logger(BatchService.name);

  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /**
   * Answers the lines in their order, as they come, and ends with one line about the whole. Lines are
   * read only as fast as the answers are taken. When the database is away, the lines at hand are
   * refused and the rest is not read; what was accepted before stays accepted.
   *
   * @param countLine counts a line in the rate of the key; resolves to why the batch ends before it, or `null`
   * @yields answers to some lines, serialised, each with its line break
   */
  async *answer(
    caller: Principal,
    bytes: AsyncIterable<Uint8Array>,
    countLine: () => Promise<ApiError | null>,
  ): AsyncGenerator<string, void, undefined> {
    const counts = { accepted: 0, replayed: 0, refused: 0 };
    let failure: ApiError | null = null;
    try {
      const limits = {
        maxLineBytes: BODY_LIMIT_BYTES,
        linesAtATime: LINES_AT_A_TIME,
        maxLines: BATCH_LIMITS.lines,
      };
      let isFirst = true;
      for await (const lines of readLines(bytes, limits)) {
        const taken: Line[] = [];
        for (const line of lines) {
          // The guard has counted the request: that is its first line.
          failure = isFirst ? null : await countLine();
          isFirst = false;
          if (failure !== null) break;
          taken.push(line);
        }
        const answers = await Promise.all(taken.map((line) => this.take(caller, line)));
        // Refusing lines waits for nothing; other requests get their turn here.
        await setImmediate();
        for (const { answer, error } of answers) {
          counts[answer.status] += 1;
          if (error instanceof DatabaseUnavailableError) failure ??= databaseWentAway();
        }
        yield answers.map(({ answer }) => `${JSON.stringify(answer)}\n`).join('');
        if (failure !== null) break;
      }
    } catch (error) {
      failure = this.unreadable(error);
    }
    const end: BatchEnd = {
      status: 'end',
      is_complete: failure === null,
      ...counts,
      ...(failure !== null && { error: failure.toBody().error }),
    };
    yield `${JSON.stringify(end)}\n`;
  }

  private async take(
    caller: Principal,
    line: Line,
  ): Promise<{ answer: BatchLineAnswer; error?: unknown }> {
    const { index } = line;
    try {
      const accepted = await this.engine.deliveries.accept(this.toInput(caller, parse(line)));
      if (accepted.kind === 'key_reused') throw keyReused(accepted.delivery.id);
      const delivery = toDelivery(accepted.delivery);
      return { answer: { index, status: accepted.kind, delivery } };
    } catch (error) {
      const refusal = toApiError(error);
      if (refusal.status === 500) this.logger.error(error);
      return { answer: { index, status: 'refused', error: refusal.toBody().error }, error };
    }
  }

  private toInput(caller: Principal, line: BatchLine): AcceptInput {
    if (!mayTouch(caller, line.x_integration_id)) throw integrationNotAllowed();
    const target: Target =
      'application_id' in line
        ? { type: 'application', id: line.application_id }
        : { type: 'candidate', id: line.candidate_id };
    const content = { integrationId: line.x_integration_id, target, body: line.request_body };
    return {
      accountId: caller.accountId,
      ...content,
      contentHash: contentHash(content),
      idempotencyKey: line.idempotency_key ?? null,
      dedupeWindowMs: this.engine.dedupeWindowMs,
    };
  }

  /** The request is larger than allowed, ended in the middle, or its compression is broken. */
  private unreadable(error: unknown): ApiError {
    if (error instanceof ApiError) return error;
    if (error instanceof TooManyLinesError) return tooLarge(`${BATCH_LIMITS.lines} lines`);
    const isExpected =
      error instanceof BrokenEncodingError ||
      (error as NodeJS.ErrnoException).code === 'ECONNRESET';
    if (!isExpected) this.logger.error(error);
    return unreadableBody(error, 'Lines with an answer are saved; send the others again.');
  }
}

/** @throws ApiError for a line that is no valid request */
function parse({ bytes }: Line): BatchLine {
  if (bytes === null) throw tooLong('line');
  const result = validateBatchLine(parseJson(bytes, 'line'));
  if (!result.ok) throw invalidRequest(result.errors);
  return result.value;
}

function databaseWentAway(): ApiError {
  return new ApiError({
    status: 503,
    code: null,
    reason: 'database_unavailable',
    title: 'The database cannot be reached',
    message:
      'The lines after the last answer were not read. Send them and the refused ones again in a few seconds; what was accepted before is kept.',
  });
}
