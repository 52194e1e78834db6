import type { FoundApplication, FoundCandidate, IdKind, LookUps } from '../index.js';

/** Somebody in the table; emails are given as they are stored. */
export interface TableCandidate extends FoundCandidate {
  emails: string[];
}

/** An application with sensible parts, changed where it matters. */
export function application(id: string, changes: Partial<FoundApplication> = {}): FoundApplication {
  return {
    id,
    remoteId: `r-${id}`,
    candidateId: null,
    initials: 'A.L.',
    job: { id: 'job-1', remoteId: 'r-job-1', name: 'Engineer' },
    outcome: 'PENDING',
    createdAt: '2026-01-01T00:00:00.000Z',
    ...changes,
  };
}

/** A candidate with these applications. */
export function candidate(
  id: string,
  applications: FoundApplication[] = [],
  changes: Partial<TableCandidate> = {},
): TableCandidate {
  return {
    id,
    remoteId: `r-${id}`,
    initials: 'A.L.',
    emails: [`${id}@example.com`],
    applications: applications.map((own) => ({ ...own, candidateId: id })),
    ...changes,
  };
}

/** Look-ups in a table, without Kombo; notes what was asked. */
export class TableLookUps implements LookUps {
  readonly asked: string[] = [];
  /** When set, every look-up rejects with it. */
  error: Error | undefined;

  constructor(readonly candidates: TableCandidate[]) {}

  async candidatesBy(integrationId: string, kind: IdKind, ids: readonly string[]) {
    this.note(`candidates ${kind} ${integrationId} ${ids.join(',')}`);
    return this.candidates.filter((one) => ids.includes(kind === 'ids' ? one.id : one.remoteId));
  }

  async applicationsBy(integrationId: string, kind: IdKind, ids: readonly string[]) {
    this.note(`applications ${kind} ${integrationId} ${ids.join(',')}`);
    return this.candidates
      .flatMap(({ applications }) => applications)
      .filter((one) => ids.includes((kind === 'ids' ? one.id : one.remoteId) ?? ''));
  }

  async candidatesByEmail(integrationId: string, email: string) {
    this.note(`email ${integrationId} ${email}`);
    return this.candidates.filter(({ emails }) => emails.includes(email));
  }

  private note(what: string): void {
    this.asked.push(what);
    if (this.error !== undefined) throw this.error;
  }
}
