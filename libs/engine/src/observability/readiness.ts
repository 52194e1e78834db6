import type { EngineHealth } from '../engine.js';

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
