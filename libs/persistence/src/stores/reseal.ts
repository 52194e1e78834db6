import type { Actor, ResealProgress } from '@result-links/delivery';
import type { Transaction } from '../engine/database.js';
import { openKomboKey, placeOfKomboKey } from '../rows/account-settings-row.js';
import { recordAction } from '../statements/audit-records.js';
import { lockStoredAccounts } from '../statements/account-settings.js';
import {
  isAnyStale,
  lockStale,
  nextDeliveryIds,
  writeSealed,
} from '../statements/sealed-bodies.js';
import {
  KOMBO_KEYS,
  lockValuesOfOtherKeys,
  SEALED_COLUMNS,
  writeSealedValue,
} from '../statements/sealed-columns.js';
import { lockStaleAttempts, writeTexts } from '../statements/sealed-texts.js';
import {
  placeOfLastTexts,
  placeOfTexts,
  textsFromColumns,
  textsToColumns,
  type ToldColumns,
} from '../vault/sealed-texts.js';
import { forgetOtherKeys } from '../vault/sealing-keys.js';
import { EncryptionKeyMissingError, type Vault } from '../vault/vault.js';
import { BULK, type StoreContext } from './context.js';

/** Deliveries looked at in one round: some tens of milliseconds of work. */
const BATCH = 1_000;

/**
 * One round of sealing everything with the current key: the few secrets every time, deliveries
 * by id, each round a transaction. The round after the last delivery looks whether anything is left
 * (a process with older keys may have written meanwhile); if not, the other keys are forgotten.
 */
export async function resealSome(
  { db }: StoreContext,
  after: string | null,
  by?: Actor,
): Promise<ResealProgress> {
  const { keyId } = db.vault;
  if (keyId === null) {
    throw new EncryptionKeyMissingError(
      'There is nothing to seal with: RESULT_LINKS_ENCRYPTION_KEY is not set',
    );
  }
  return db.transaction(async (tx) => {
    const secrets = await resealSecrets(tx, keyId);
    const ids = await nextDeliveryIds(tx, after, BATCH);
    const resealed = secrets + (await resealDeliveries(tx, ids, keyId));
    const next = ids.length === BATCH ? (ids.at(-1) ?? null) : null;
    const isComplete = next === null && !(await isAnyStale(tx, keyId));
    if (isComplete) await forgetOtherKeys(tx, db.vault);
    // Not each of a thousand rounds.
    if (after === null || isComplete) {
      recordAction(tx, by, {
        action: 'encryption.rotate',
        ...{ accountId: null, subject: keyId, details: { is_complete: isComplete } },
      });
    }
    return { resealed, next, isComplete, keyId };
  }, BULK);
}

async function resealSecrets(tx: Transaction, keyId: string): Promise<number> {
  let count = await resealKomboKeys(tx, keyId);
  for (const sealed of SEALED_COLUMNS) {
    if (sealed === KOMBO_KEYS) continue;
    for (const { id, value } of await lockValuesOfOtherKeys(tx, sealed, keyId)) {
      const place = `${sealed.table}.${sealed.column} ${id}`;
      await writeSealedValue(tx, sealed, id, tx.vault.seal(place, tx.vault.open(place, value)));
      count += 1;
    }
  }
  return count;
}

/** Also binds keys of earlier releases to the address of their account. */
async function resealKomboKeys(tx: Transaction, keyId: string): Promise<number> {
  let count = 0;
  for (const { kombo_api_key: value, ...account } of await lockStoredAccounts(tx)) {
    if (value === null) continue;
    const { komboApiKey, isBound } = openKomboKey({ ...account, kombo_api_key: value }, tx.vault);
    if (isBound && value.startsWith(`sealed:${keyId}:`)) continue;
    const sealed = tx.vault.seal(placeOfKomboKey(account), komboApiKey);
    await writeSealedValue(tx, KOMBO_KEYS, account.id, sealed);
    count += 1;
  }
  return count;
}

async function resealDeliveries(
  tx: Transaction,
  ids: readonly string[],
  keyId: string,
): Promise<number> {
  if (ids.length === 0) return 0;
  const { vault } = tx;
  const stale = await lockStale(tx, ids, keyId);
  const sealed = stale.map(({ id, body, content_hash, last_details, warnings }) => ({
    id,
    body: body === null ? null : vault.bodyToColumn(id, vault.bodyFromColumn(id, body)),
    contentHash: vault.contentHashToColumn(content_hash),
    ...resealedTexts(vault, placeOfLastTexts(id), { details: last_details, warnings }),
  }));
  await writeSealed(tx, sealed);
  return stale.length + (await resealAttempts(tx, ids, keyId));
}

async function resealAttempts(
  tx: Transaction,
  deliveryIds: readonly string[],
  keyId: string,
): Promise<number> {
  const stale = await lockStaleAttempts(tx, deliveryIds, keyId);
  const sealed = stale.map(({ delivery_id: deliveryId, number, ...columns }) => ({
    ...{ deliveryId, number },
    ...resealedTexts(tx.vault, placeOfTexts({ deliveryId, number }), columns),
  }));
  await writeTexts(tx, sealed);
  return stale.length;
}

/** As JSON. */
function resealedTexts(vault: Vault, place: string, columns: ToldColumns) {
  const { details, warnings } = textsToColumns(
    vault,
    place,
    textsFromColumns(vault, place, columns),
  );
  return { details: details && JSON.stringify(details), warnings: JSON.stringify(warnings) };
}
