import type { Link } from './links.ts';

/** What the callers were told: which link is which delivery. */
export class Ledger {
  private readonly byKey = new Map<string, { id: string; link: Link }>();
  /** Same key, other id: must never happen. */
  readonly contradictions: string[] = [];
  private longestGapMs = 0;
  private lastNewAtMs: number | null = null;
  /** How often each kind of answer came: a status, or the code of a connection error. */
  readonly answers: Record<string, number> = {};

  /** Notes an acknowledgement. */
  acknowledge(link: Link, id: string): void {
    const key = link.key ?? link.candidate;
    const before = this.byKey.get(key);
    if (before === undefined) {
      this.byKey.set(key, { id, link });
      const nowMs = performance.now();
      this.longestGapMs = Math.max(this.longestGapMs, nowMs - (this.lastNewAtMs ?? nowMs));
      this.lastNewAtMs = nowMs;
    } else if (before.id !== id) this.contradictions.push(`key ${key}: ${before.id}, then ${id}`);
  }

  /** Longest time between two acknowledgements of new links since the last call, in milliseconds. */
  takeLongestGapMs(): number {
    const gapMs = this.longestGapMs;
    this.longestGapMs = 0;
    return gapMs;
  }

  /** Counts an answer. */
  count(what: string | number): void {
    this.answers[what] = (this.answers[what] ?? 0) + 1;
  }

  /** Everything that was acknowledged. */
  get acknowledged(): { id: string; link: Link }[] {
    return [...this.byKey.values()];
  }
}
