import { Readable } from 'node:stream';
import { Controller, HttpCode, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiConsumes, ApiExtraModels, ApiOperation, ApiResponse } from '#swagger';
import {
  ApplicationBatchLine,
  BatchEnd,
  BatchLineAnswer,
  CandidateBatchLine,
} from '@result-links/contracts';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Principal } from '@result-links/delivery';
import { Access } from '../http/access.decorator.js';
import { RateLimits } from '../hardening/rate-limits.js';
import { Caller } from '../http/caller.decorator.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { TakesLines } from '../http/takes-lines.decorator.js';
import { oneOf } from '../openapi/one-of.js';
import { Refuses } from '../openapi/refuses.js';
import { RunningBatches } from './batch-limits.js';
import { BatchService } from './batch.service.js';
import { NDJSON, ndjsonBytes } from './ndjson-body.js';

/** Many result links in one request. */
@ProtectedRoutes('Deliveries')
@Access({ integration: 'filtered' })
@Controller('v1')
export class BatchController {
  private readonly running = new RunningBatches();

  constructor(
    private readonly batch: BatchService,
    private readonly limits: RateLimits,
  ) {}

  @ApiOperation({
    operationId: 'batchDeliveries',
    summary: 'Accept many result links, one per line',
    description:
      'One JSON object per line, each accepted, replayed or refused by itself, whatever becomes of the others. ' +
      'The answers come in the order of the lines while the request is still being sent: read them, or the service stops reading. ' +
      'The last line (`"status":"end"`) tells whether all lines were answered; without it the answer was cut off, and what has no answer is to be sent again. ' +
      'A line may be 1 MiB long, a batch 100,000 lines and 128 MiB. The lines may be compressed (`Content-Encoding`: `gzip`, `deflate`, or `br`), to no less than a hundredth of their size. ' +
      'Each line counts as a request in the rate limit of the API key. A batch beyond a limit ends early: `error.reason` of its last line says why, and lines without an answer are to be sent again.',
  })
  @ApiExtraModels(CandidateBatchLine, ApplicationBatchLine, BatchLineAnswer, BatchEnd)
  @ApiConsumes(NDJSON)
  @ApiBody({
    description: 'One of these per line.',
    required: true,
    schema: oneOf(CandidateBatchLine, ApplicationBatchLine),
  })
  @ApiResponse({
    status: 200,
    description: 'One answer per line, then the end.',
    content: { [NDJSON]: { schema: oneOf(BatchLineAnswer, BatchEnd) } },
  })
  @Refuses({
    403: ['scope_missing'],
    413: ['batch_too_large'],
    429: ['too_many_batches'],
  })
  @TakesLines()
  @Post('deliveries/-/batch')
  @HttpCode(200)
  accept(
    @Caller() caller: Principal,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): void {
    const bytes = ndjsonBytes(request);
    this.running.add(caller.keyId, reply.raw);
    const answers = this.batch.answer(caller, bytes, () => this.limits.countLine(request));
    void reply
      .status(200)
      .header('Content-Type', NDJSON)
      // Proxies that collect an answer before passing it on would stall both directions.
      .header('X-Accel-Buffering', 'no')
      .send(Readable.from(answers, { objectMode: false }));
  }
}
