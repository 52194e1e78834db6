import { randomBytes } from 'node:crypto';
import { BULK_MS, type Database, type Transaction } from '../engine/database.js';
import {
  deleteSealingKeysExcept,
  insertSealingKey,
  listSealingKeys,
} from '../statements/sealing-keys.js';
import { UnopenableError } from './sealed.js';
import type { Vault } from './vault.js';

/** The database holds sealed values that this process cannot open; the message says what to set. */
export class EncryptionKeysError extends Error {
  readonly code = 'encryption_keys';
  constructor(message: string) {
    super(message);
    this.name = 'EncryptionKeysError';
  }
}

/** Advisory lock of this step ("rlsk"). */
const SEALING_KEYS_LOCK = 0x726c736b;
/** What the key of content hashes is sealed for; the same for every encryption key. */
const PLACE = 'sealing_keys.content_key';

/**
 * Makes the vault ready and sure of its keys. `sealing_keys` has a row for every key that anything may be
 * sealed with; each row holds the key of content hashes, sealed with that key. So opening the rows proves
 * that a key is the one it says it is, and content hashes outlive every rotation.
 *
 * @throws EncryptionKeysError when a key is missing or is another one of the same name
 */
export async function prepareVault(db: Database, vault: Vault): Promise<void> {
  await db.transaction(
    async (tx) => {
      await tx.query('select pg_advisory_xact_lock($1)', [SEALING_KEYS_LOCK]);
      const rows = await listSealingKeys(tx);
      const missing = rows.map((row) => row.key_id).filter((keyId) => !vault.hasKey(keyId));
      if (missing.length > 0) throw missingKeys(missing, vault);
      if (vault.keyId === null) return;

      const [contentKey = randomBytes(32).toString('base64url')] = rows.map((row) =>
        opened(vault, row.content_key),
      );
      if (!rows.some((row) => row.key_id === vault.keyId)) {
        await insertSealingKey(tx, vault.keyId, vault.seal(PLACE, contentKey));
      }
      vault.useContentKey(contentKey);
    },
    { deadlineMs: BULK_MS },
  );
}

/** Forgets all keys but the current one: nothing is sealed with them any more. */
export async function forgetOtherKeys(tx: Transaction, vault: Vault): Promise<void> {
  if (vault.keyId !== null) await deleteSealingKeysExcept(tx, vault.keyId);
}

function opened(vault: Vault, sealed: string): string {
  try {
    return vault.open(PLACE, sealed);
  } catch (error) {
    if (!(error instanceof UnopenableError)) throw error;
    throw new EncryptionKeysError(
      `RESULT_LINKS_ENCRYPTION_KEY has a key of the right name but not the right one: ${error.message}.`,
    );
  }
}

function missingKeys(missing: readonly string[], vault: Vault): EncryptionKeysError {
  const names = missing.map((keyId) => `"${keyId}"`).join(', ');
  return new EncryptionKeysError(
    vault.keyId === null
      ? `The database holds values that are encrypted (with the key ${names}), but RESULT_LINKS_ENCRYPTION_KEY is not set.`
      : `The database holds values that are encrypted with the key ${names}, which RESULT_LINKS_ENCRYPTION_KEY does not have. Add it behind the new one; once "result-links admin encryption rotate" is through, it may go.`,
  );
}
