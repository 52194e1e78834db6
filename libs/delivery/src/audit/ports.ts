import type { AuditAction } from '@result-links/contracts/admin';

/** Who acts, as far as it is known. */
export interface Actor {
  /** `local`: a program with direct access to the database. */
  type: 'admin_key' | 'api_key' | 'local';
  /** ID of the key; `bootstrap` for the keys of the environment. `null`: an unknown key, or none. */
  keyId: string | null;
  keyName: string | null;
  /** IP address of the caller; `null` for local programs. */
  address: string | null;
}

/** What was done. Holds nothing about a person: no texts of a result link, no ID of a target. */
export interface AuditEntry {
  action: AuditAction;
  /** `null`: the service as a whole. */
  accountId: string | null;
  /** ID of what was acted on; `null`: several, or the service as a whole. */
  subject: string | null;
  /** Further facts, as JSON; secrets only by their names. Default: none. */
  details?: Readonly<Record<string, unknown>>;
}

/** A record: who did what, and when by the clock of the database. */
export interface AuditRecord extends Actor, Required<AuditEntry> {
  /** UUID v7. */
  id: string;
  at: Date;
}

/** Which records; absent filters match all. */
export interface AuditRecordFilter {
  accountId?: string;
  action?: AuditAction;
  keyId?: string;
  subject?: string;
  /** At this time or later. */
  since?: Date;
  /** Before this time. */
  until?: Date;
}

/**
 * The append-only record of actions. Stores write it in the transaction of the change: whoever passes an
 * {@link Actor} to one of their methods has the action recorded, and without one the service itself acts.
 */
export interface AuditRecordStore {
  /** Newest first; `cursor` is what the page before returned. @throws InvalidCursorError */
  list(
    filter: AuditRecordFilter,
    page: { limit: number; cursor?: string },
  ): Promise<{ records: AuditRecord[]; nextCursor: string | null }>;
  /**
   * Adds records of refused calls, and deletes those that are too old or too many.
   *
   * @param keep records of refused calls to keep: so many, for so long
   */
  addRefusals(
    refusals: readonly { by: Actor; entry: AuditEntry }[],
    keep: { count: number; ms: number },
  ): Promise<void>;
}
