import type { Database } from '../engine/database.js';
import { initial } from './001-initial.js';
import { accounts } from './002-accounts.js';
import { webhooks } from './003-webhooks.js';
import { queue } from './004-queue.js';
import { privacy } from './005-privacy.js';
import { finishTexts, texts } from './006-texts.js';
import { idempotencyScope } from './007-idempotency-scope.js';
import { identity } from './008-identity.js';
import { audit } from './009-audit.js';

/** One step of the schema. */
export interface Migration {
  /** 1, 2, 3 …; the order of application. */
  number: number;
  name: string;
  sql: string;
  /**
   * What takes too long for one transaction: runs once `sql` is committed, and the step counts as applied when it
   * is through. After an interruption both run again, also in two processes at once.
   */
  finish?: (db: Database) => Promise<void>;
}

/** All steps. Append only: a step that was released is never edited. */
export const MIGRATIONS: readonly Migration[] = [
  { number: 1, name: 'initial', sql: initial },
  { number: 2, name: 'accounts', sql: accounts },
  { number: 3, name: 'webhooks', sql: webhooks },
  { number: 4, name: 'queue', sql: queue },
  { number: 5, name: 'privacy', sql: privacy },
  { number: 6, name: 'texts', sql: texts, finish: finishTexts },
  { number: 7, name: 'idempotency-scope', sql: idempotencyScope },
  { number: 8, name: 'identity', sql: identity },
  { number: 9, name: 'audit', sql: audit },
];
