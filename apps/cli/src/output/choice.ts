import type { TargetChoice } from '@result-links/contracts';
import { shortTime } from './time.js';

/** Something that was found, on one line: `application 5uVw…  A.L., Engineer 7, PENDING, 2025-01-02 08:50:00Z` */
export function describeChoice(choice: TargetChoice): string {
  const { type, id, initials, job, outcome, created_at } = choice;
  const named = job && [job.name ?? job.id, job.remote_id && `(${job.remote_id})`];
  const facts = [
    initials,
    named?.filter(Boolean).join(' '),
    outcome,
    created_at && shortTime(created_at),
  ];
  return `${type} ${id}  ${facts.filter(Boolean).join(', ')}`.trimEnd();
}
