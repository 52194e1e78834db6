import { Body, Controller, Headers, HttpCode, Inject, Post, UseGuards } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiResponse, ApiSecurity, ApiTags } from '#swagger';
import type { Engine } from '@result-links/engine';
import { WEBHOOK_SIGNATURE_HEADER } from '@result-links/kombo-client';
import { ENGINE } from '../engine.provider.js';
import { InputGuard } from '../http/input.guard.js';
import { RawBody } from '../http/raw-body.decorator.js';
import { Refuses } from '../openapi/refuses.js';
import { refusalOf, type AcknowledgedWebhook } from './kombo-webhook-answers.js';

/** Kombo calls here; its signature is the key. */
@ApiTags('Webhooks')
@UseGuards(InputGuard)
@Controller('v1/webhooks')
export class KomboWebhooksController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @ApiOperation({
    operationId: 'receiveKomboWebhook',
    summary: 'Take a webhook of Kombo: integrations that broke or came back',
    description:
      'For the webhook settings of the Kombo dashboard. Needs no API key: the signature over the raw body is checked with the webhook secret of each account. A webhook that comes again does nothing; kinds that do not matter are acknowledged.',
  })
  @ApiSecurity({})
  @ApiHeader({
    name: 'X-Kombo-Signature',
    description: 'HMAC-SHA256 of the raw body with the webhook secret, base64url without padding.',
    schema: { type: 'string', example: 'pZ0q0oGmI2dJx0cUq3w5m8Jw6b1b7m4u2k9t3v5x7yA' },
  })
  @ApiBody({
    schema: {
      type: 'object',
      required: ['type', 'data'],
      properties: {
        id: { type: 'string', description: 'Id of the webhook; the same when it is sent again.' },
        type: { type: 'string', example: 'integration-state-changed' },
        data: { type: 'object', description: 'What Kombo says, by type.' },
      },
    },
  })
  @ApiResponse({
    status: 200,
    description: 'Taken; `data` says what it did.',
    schema: {
      type: 'object',
      required: ['status', 'data'],
      properties: {
        status: { type: 'string', enum: ['success'] },
        data: {
          type: 'object',
          required: ['effect', 'deliveries'],
          properties: {
            effect: {
              type: 'string',
              enum: [
                'released',
                'parked',
                'probed',
                'outdated',
                'replayed',
                'unknown_integration',
                'ignored',
              ],
            },
            deliveries: { type: 'integer', description: 'Deliveries released or parked by it.' },
          },
        },
      },
    },
  })
  @Refuses({
    400: ['webhook_malformed'],
    401: ['signature_missing', 'signature_wrong'],
    404: ['kombo_webhooks_not_configured'],
  })
  @Post('kombo')
  @HttpCode(200)
  @RawBody()
  async receive(
    @Body() body: unknown,
    @Headers(WEBHOOK_SIGNATURE_HEADER) signature: string | undefined,
  ): Promise<AcknowledgedWebhook> {
    const rawBody = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
    const result = await this.engine.webhooks.kombo.receive(rawBody, signature);
    if (result.kind !== 'acknowledged') {
      throw refusalOf(result.kind);
    }
    return { status: 'success', data: { effect: result.effect, deliveries: result.deliveries } };
  }
}
