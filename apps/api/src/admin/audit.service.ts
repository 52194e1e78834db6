import { Inject, Injectable } from '@nestjs/common';
import type * as contract from '@result-links/contracts/admin';
import type { AuditedDelivery, AuditFilter } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import { toAttempt, toDelivery } from '../deliveries/delivery.mapper.js';
import { ENGINE } from '../engine.provider.js';
import { validTime } from '../http/valid-time.js';
import { toAuditRecord } from './audit-records.controller.js';
import { toErasure } from './erasures.controller.js';

/** Deliveries read at a time: what one export holds in memory. */
const PAGE = 200;

/** Tells everything that was done, line by line. */
@Injectable()
export class AuditService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /** @yields lines of JSON, each with its line break, some at a time */
  async *lines(query: contract.AuditQuery): AsyncGenerator<string> {
    const { privacy } = this.engine;
    const filter = toFilter(query);
    const withBodies = query.include_bodies ?? false;
    const limit = query.limit ?? Number.POSITIVE_INFINITY;
    let told = 0;
    let afterId = query.after ?? null;
    let isMore = true;
    while (isMore && told < limit) {
      const asked = Math.min(PAGE, limit - told);
      const page = await privacy.audit(filter, { afterId, limit: asked, withBodies });
      told += page.length;
      afterId = page.at(-1)?.delivery.id ?? afterId;
      isMore = page.length === asked;
      yield page.map((audited) => toLine(toAuditLine(audited, withBodies))).join('');
    }
    if (!isMore && query.integration_id === undefined) {
      for (const erasure of await privacy.listErasures()) {
        if (query.account_id !== undefined && erasure.accountId !== query.account_id) continue;
        const line: contract.AuditedErasure = { type: 'erasure', ...toErasure(erasure) };
        yield toLine(line);
      }
      yield* this.actions(query.account_id);
    }
    const end: contract.AuditEnd = { type: 'end', deliveries: told, next: isMore ? afterId : null };
    yield toLine(end);
  }

  private async *actions(accountId: string | undefined): AsyncGenerator<string> {
    const filter = accountId === undefined ? {} : { accountId };
    let cursor: string | null = null;
    do {
      const page = { limit: PAGE, ...(cursor !== null && { cursor }) };
      const { records, nextCursor } = await this.engine.audit.list(filter, page);
      cursor = nextCursor;
      const lines = records.map((record): contract.AuditedAction => {
        return { type: 'action', ...toAuditRecord(record) };
      });
      yield lines.map(toLine).join('');
    } while (cursor !== null);
  }
}

function toFilter(query: contract.AuditQuery): AuditFilter {
  const { account_id, integration_id, accepted_after, accepted_before } = query;
  return {
    ...(account_id !== undefined && { accountId: account_id }),
    ...(integration_id !== undefined && { integrationId: integration_id }),
    ...(accepted_after !== undefined && { acceptedAfter: validTime(accepted_after) }),
    ...(accepted_before !== undefined && { acceptedBefore: validTime(accepted_before) }),
  };
}

function toAuditLine(audited: AuditedDelivery, withBodies: boolean): contract.AuditedDelivery {
  const { delivery, attempts, moves, erasedAt } = audited;
  return {
    type: 'delivery',
    account_id: delivery.accountId,
    ...toDelivery(delivery),
    content_hash: delivery.contentHash,
    erased_at: erasedAt?.toISOString() ?? null,
    attempts: attempts.map((attempt) => ({ ...toAttempt(attempt), worker: attempt.workerId })),
    moves: moves.map(({ at, ...move }) => ({ at: at.toISOString(), ...move })),
    ...(withBodies && { request_body: delivery.body }),
  };
}

const toLine = (value: object) => `${JSON.stringify(value)}\n`;
