import { Body, Controller, HttpCode, Inject, Post } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '#swagger';
import { ConfirmDatabaseRequest, ConfirmDatabaseResponse } from '@result-links/contracts/admin';
import type { Actor } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { By } from '../http/actor.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { invalidRequest } from '../http/api-error.js';
import { validTime } from '../http/valid-time.js';
import { Refuses } from '../openapi/refuses.js';
import { explained } from './errors.js';

/** The database that was restored. */
@AdminRoutes()
@Controller('v1/admin/database')
export class DatabaseController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @ApiOperation({
    operationId: 'confirmDatabase',
    summary: 'Resume sending after the database was restored',
    description:
      'Turns open deliveries that may have been sent after the backup into `unknown`, then allows sending in all processes. Deliveries of accounts whose `on_unknown` is `retry` stay open and are sent. Only needed after a restore: /health/ready then says `database_restored`. Can be repeated if it was interrupted.',
  })
  @ApiResponse({ status: 200, description: 'The outcome.', type: ConfirmDatabaseResponse })
  @Refuses({ 409: ['unfinished_move'] })
  @Post('-/restored')
  @HttpCode(200)
  async confirm(
    @By() by: Actor,
    @Body() request: ConfirmDatabaseRequest,
  ): Promise<ConfirmDatabaseResponse> {
    const { since = null, nothing_sent = false, dry_run = false } = request;
    const { unknown, repeated, acceptedBefore } = await explained(() =>
      this.engine.confirmDatabase(
        {
          since: since === null ? null : pastTime(since),
          nothingSent: nothing_sent,
          dryRun: dry_run,
        },
        by,
      ),
    );
    return {
      status: 'success',
      data: {
        unknown,
        retried: repeated,
        accepted_before: acceptedBefore.toISOString(),
        is_dry_run: dry_run,
      },
    };
  }
}

/** @throws ApiError for a time in the future: everything accepted until then would become unknown */
function pastTime(text: string): Date {
  const time = validTime(text);
  if (time.getTime() <= Date.now()) return time;
  const message = 'since must not be in the future: it is the time at which the backup was taken';
  throw invalidRequest([{ path: 'since', code: 'isPast', message }]);
}
