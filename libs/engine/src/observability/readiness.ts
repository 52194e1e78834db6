import type { Account } from '@result-links/delivery';
import type { DatabaseProblem, SendingStop } from '@result-links/persistence';

/** How the engine is. */
export interface EngineHealth {
  /** Why nothing can be written to the database now; `null`: it can. */
  databaseProblem: DatabaseProblem | null;
  /** Whether the process is ending: callers and load balancers should use another one. */
  isEnding: boolean;
  /** Accounts whose key Kombo refuses: everything of theirs waits. */
  pausedAccounts: Account[];
  /** Why nothing is sent: the database was restored or copied; `null`: sending is allowed. */
  sendingStop: SendingStop | null;
  /** Whether this process has as many calls to Kombo open as it may: links wait for one to end. */
  isFull: boolean;
}

/** How ready a process is, for load balancers and process managers. */
export interface Readiness {
  /** `degraded`: result links are accepted, but some cannot be delivered at present. */
  status: 'ready' | 'degraded' | 'not_ready';
  /** What is wrong. Names no account, since the probe needs no key: metrics, admin routes, and logs do. */
  reasons: string[];
}

/** What the probe answers; `not_ready` goes with HTTP status 503. */
export function readinessOf(health: EngineHealth): Readiness {
  const { databaseProblem, isEnding, pausedAccounts, sendingStop, isFull } = health;
  if (isEnding) return { status: 'not_ready', reasons: ['shutting_down'] };
  if (databaseProblem !== null) return { status: 'not_ready', reasons: [databaseProblem] };
  const countByCode = new Map<string, number>();
  for (const { pausedDetails } of pausedAccounts) {
    const code = pausedDetails?.code ?? 'unknown';
    countByCode.set(code, (countByCode.get(code) ?? 0) + 1);
  }
  const reasons = [
    ...(sendingStop ? [`database_restored: ${sendingStop.reason}`] : []),
    ...[...countByCode].map(([code, count]) => `accounts_paused: ${count} (${code})`),
    // As many calls to Kombo are open as RESULT_LINKS_CONCURRENCY allows.
    ...(isFull ? ['calls_exhausted'] : []),
  ];
  return { status: reasons.length === 0 ? 'ready' : 'degraded', reasons };
}
