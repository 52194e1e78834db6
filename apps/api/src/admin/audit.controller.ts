import { Readable } from 'node:stream';
import { Controller, Get, Query, Res } from '@nestjs/common';
import { ApiExtraModels, ApiOperation, ApiResponse } from '#swagger';
import {
  AuditedAction,
  AuditedDelivery,
  AuditedErasure,
  AuditEnd,
  AuditQuery,
} from '@result-links/contracts/admin';
import type { FastifyReply } from 'fastify';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { NDJSON } from '../batch/ndjson-body.js';
import { oneOf } from '../openapi/one-of.js';
import { AuditService } from './audit.service.js';

/** Everything that was done, for those who have to account for it. */
@AdminRoutes()
@Controller('v1/admin/audit')
export class AuditController {
  constructor(private readonly audit: AuditService) {}

  @ApiOperation({
    operationId: 'exportAudit',
    summary: 'Export deliveries with all that happened to them, one per line',
    description:
      'In the order of acceptance; each with its attempts, the moves by hand, and when its content was erased. Bodies only where they are asked for. Then the records of erasures by target and of actions, newest first (unless the query names an integration), and a last line of the type `end`. It is read from the database as fast as it is taken; what is accepted meanwhile may be missing.',
  })
  @ApiExtraModels(AuditedDelivery, AuditedErasure, AuditedAction, AuditEnd)
  @ApiResponse({
    status: 200,
    description: 'Lines with a `type`: `delivery`, `erasure`, `action`, and `end` as the last.',
    content: {
      [NDJSON]: { schema: oneOf(AuditedDelivery, AuditedErasure, AuditedAction, AuditEnd) },
    },
  })
  @Get()
  async export(@Query() query: AuditQuery, @Res() reply: FastifyReply): Promise<void> {
    const lines = this.audit.lines(query);
    // Asked for before the answer begins, so that a database that is away is told as an error.
    const first = await lines.next();
    void reply
      .header('Content-Type', NDJSON)
      .header('X-Accel-Buffering', 'no')
      .send(Readable.from(withFirst(first, lines), { objectMode: false }));
  }
}

async function* withFirst(
  first: IteratorResult<string>,
  rest: AsyncGenerator<string>,
): AsyncGenerator<string> {
  if (first.done === true) return;
  yield first.value;
  yield* rest;
}
