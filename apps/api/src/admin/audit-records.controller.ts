import { Controller, Get, Inject, Query } from '@nestjs/common';
import { ApiOperation, ApiResponse } from '#swagger';
import {
  ListAuditRecordsQuery,
  ListAuditRecordsResponse,
  type AuditRecord as AuditRecordDto,
} from '@result-links/contracts/admin';
import type { AuditRecord, AuditRecordFilter } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { ENGINE } from '../engine.provider.js';
import { AdminRoutes } from '../http/admin-routes.decorator.js';
import { validTime } from '../http/valid-time.js';

const DEFAULT_PAGE = 50;

/** Who did what. */
@AdminRoutes()
@Controller('v1/admin/audit-records')
export class AuditRecordsController {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  @ApiOperation({
    operationId: 'listAuditRecords',
    summary: 'List who did what, newest first',
    description:
      'Every admin action and every manual action on deliveries, integrations, and webhook endpoints, with key, address, and time. Records cannot be changed or deleted. Calls that were refused because of their key are counted in records of the action `call.refuse`, which are kept for 90 days.',
  })
  @ApiResponse({ status: 200, description: 'A page.', type: ListAuditRecordsResponse })
  @Get()
  async list(@Query() query: ListAuditRecordsQuery): Promise<ListAuditRecordsResponse> {
    const { limit = DEFAULT_PAGE, cursor } = query;
    const page = { limit, ...(cursor !== undefined && { cursor }) };
    const { records, nextCursor } = await this.engine.audit.list(toFilter(query), page);
    return {
      status: 'success',
      data: { results: records.map(toAuditRecord), next: nextCursor },
    };
  }
}

function toFilter(query: ListAuditRecordsQuery): AuditRecordFilter {
  const { account_id, action, key_id, subject, since, until } = query;
  return {
    ...(account_id !== undefined && { accountId: account_id }),
    ...(action !== undefined && { action }),
    ...(key_id !== undefined && { keyId: key_id }),
    ...(subject !== undefined && { subject }),
    ...(since !== undefined && { since: validTime(since) }),
    ...(until !== undefined && { until: validTime(until) }),
  };
}

/** Field by field. */
export function toAuditRecord(record: AuditRecord): AuditRecordDto {
  return {
    id: record.id,
    at: record.at.toISOString(),
    action: record.action,
    key_type: record.type,
    key_id: record.keyId,
    key_name: record.keyName,
    address: record.address,
    account_id: record.accountId,
    subject: record.subject,
    details: record.details,
  };
}
