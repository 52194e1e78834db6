import type { ServiceStatus } from '@result-links/persistence';

/** A status and how old it is. */
export interface DatedStatus {
  status: ServiceStatus;
  ageSeconds: number;
}

/** The status is read at most this often, in milliseconds, whoever asks. */
export const STATUS_MAX_AGE_MS = 15_000;
/** And so rarely that reading takes at most a twentieth of the time: a long backlog takes long to count. */
const REST_PER_READ = 20;
/** A scrape does not wait longer than this for the database, in milliseconds. */
export const STATUS_PATIENCE_MS = 2_000;

/** Reads the status rarely: one read at a time, kept for a while, however many ask. */
export class StatusReader {
  private last: { status: ServiceStatus; atMs: number } | null = null;
  private underWay: Promise<void> | null = null;
  private maxAgeMs = STATUS_MAX_AGE_MS;

  constructor(
    private readonly readStatus: () => Promise<ServiceStatus>,
    private readonly nowMs: () => number = () => performance.now(),
    private readonly patienceMs: number = STATUS_PATIENCE_MS,
  ) {}

  /**
   * The status: the one before while that is fresh, or while a slow database has not answered yet; its age
   * says so. `null`: the database could not be asked. Never rejects.
   */
  async read(): Promise<DatedStatus | null> {
    if (this.last === null || this.nowMs() - this.last.atMs >= this.maxAgeMs) {
      this.underWay ??= this.refresh().finally(() => (this.underWay = null));
      await withinPatience(this.underWay, this.patienceMs);
    }
    return (
      this.last && {
        status: this.last.status,
        ageSeconds: Math.max(this.nowMs() - this.last.atMs, 0) / 1_000,
      }
    );
  }

  private async refresh(): Promise<void> {
    const startedAtMs = this.nowMs();
    try {
      const status = await this.readStatus();
      const atMs = this.nowMs();
      this.last = { status, atMs };
      this.maxAgeMs = Math.max(STATUS_MAX_AGE_MS, (atMs - startedAtMs) * REST_PER_READ);
    } catch {
      // Away: an old status would look like a quiet service.
      this.last = null;
    }
  }
}

async function withinPatience(work: Promise<void>, ms: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const expiry = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, ms);
  });
  await Promise.race([work, expiry]);
  clearTimeout(timer);
}
