import type { Actor, OutcomeDetails } from '@result-links/delivery';
import { confirmIdentity, readIdentity, stopSending } from '../statements/identity.js';
import { BULK_MS, patient } from '../engine/database.js';
import { recordAction } from '../statements/audit-records.js';
import { transactionTime } from '../statements/deliveries.js';
import { countPossiblySent, makeUnknown, orphanAttempts } from '../statements/restored.js';
import { BULK, type StoreContext } from './context.js';

const BATCH = 1_000;

/** Shown as the last outcome of a delivery that a restore has made unknown. */
const RESTORED: OutcomeDetails = {
  httpStatus: null,
  code: null,
  title: 'Database restored',
  message:
    'The database was restored from a backup. The link may have been sent after the backup was taken.',
  logUrl: null,
  requestSent: 'maybe',
};

/** How to confirm a database that was restored or copied. */
export interface ConfirmInput {
  /** When the backup was taken; `null`: when sending was stopped, or now. */
  since: Date | null;
  /** No process has sent anything since the copy was taken: everything open stays as it is. */
  nothingSent: boolean;
  /** Only counts. */
  dryRun: boolean;
}

/** What confirming came to, or would. */
export interface Confirmation {
  /** Deliveries that are `unknown` now, or will be within seconds since an attempt was open in the backup. */
  unknown: number;
  /** Deliveries that are sent, perhaps for the second time, by the policy of their account. */
  repeated: number;
  /** Only deliveries accepted before this time were touched. */
  acceptedBefore: Date;
}

/** The database is being filled by `admin migrate`, which confirms it at the end. */
export class UnfinishedMoveError extends Error {
  readonly code = 'unfinished_move';
  constructor() {
    super(
      'This database is being filled by "result-links admin migrate". Run that command again to finish.',
    );
    this.name = 'UnfinishedMoveError';
  }
}

/**
 * Makes this database the one that sends: stops sending, makes everything `unknown` that may have been sent
 * after the backup, and starts a new epoch. Can be run again at any point.
 *
 * @throws UnfinishedMoveError
 */
export async function confirmDatabase(
  { db, identity, news }: StoreContext,
  { since, nothingSent, dryRun }: ConfirmInput,
  by?: Actor,
): Promise<Confirmation> {
  const { stopped_at, stopped_reason } = await readIdentity(db, null);
  if (stopped_reason === 'moving') throw new UnfinishedMoveError();
  const acceptedBefore = since ?? stopped_at ?? (await db.transaction(transactionTime));
  const { held, repeated, delivering } = nothingSent
    ? { held: 0, repeated: 0, delivering: 0 }
    : await countPossiblySent(patient(db, BULK_MS), acceptedBefore);
  const counted = { repeated, acceptedBefore };
  if (dryRun) return { unknown: held + delivering, ...counted };

  await db.transaction(async (tx) => {
    await stopSending(tx, 'declared', identity.epoch);
    recordAction(tx, by, {
      action: 'database.confirm',
      ...{ accountId: null, subject: null },
      details: {
        ...{ accepted_before: acceptedBefore, nothing_sent: nothingSent },
        ...{ unknown: held + delivering, retried: repeated },
      },
    });
  });
  let unknown = delivering;
  if (!nothingSent) {
    await orphanAttempts(patient(db, BULK_MS), acceptedBefore);
    for (let batch = BATCH; batch === BATCH; unknown += batch) {
      batch = await db.transaction((tx) => makeUnknown(tx, acceptedBefore, RESTORED, BATCH), BULK);
    }
  }
  await db.transaction(async (tx) => {
    await confirmIdentity(tx, identity.server);
    await news.announce(tx, { deliveryIds: 'many', work: true });
  });
  await identity.refresh();
  return { unknown, ...counted };
}
