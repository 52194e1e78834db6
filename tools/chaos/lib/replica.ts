import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from './ports.ts';
import type { Ending, ManagedProcess, Supervisor } from './supervisor.ts';
import { until } from './waiting.ts';

/** The API key of every replica. */
export const API_KEY = 'chaos-key-0123456789';

const ROOT = join(import.meta.dirname, '../../..');

/** One run of a replica's process, from start to end; epoch milliseconds. */
export interface Life {
  pid: number;
  startedAt: number;
  /** `null`: it never got so far. */
  readyAt: number | null;
  /** `null`: it still lives. */
  endedAt: number | null;
}

/** Settings of a replica. */
export interface ReplicaOptions {
  name: string;
  app: 'api' | 'worker';
  /** Besides what every replica gets (port, keys, log level). */
  env: Record<string, string>;
  /** The checkout whose build runs; default: this one. */
  root?: string;
}

/** A process of the service that is started, killed and started again, always on the same port. */
export class Replica {
  readonly lives: Life[] = [];
  /** Ends that nobody asked for. */
  readonly accidents: Ending[] = [];
  private process: ManagedProcess | null = null;
  private isEndWanted = false;

  readonly port: number;
  private readonly supervisor: Supervisor;
  private readonly options: ReplicaOptions;

  private constructor(supervisor: Supervisor, options: ReplicaOptions, port: number) {
    this.supervisor = supervisor;
    this.options = options;
    this.port = port;
  }

  /** Makes a replica; it is not started. */
  static async create(supervisor: Supervisor, options: ReplicaOptions): Promise<Replica> {
    return new Replica(supervisor, options, await freePort());
  }

  get name(): string {
    return this.options.name;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  /** The run that is under way or was the last. */
  get life(): Life {
    const life = this.lives.at(-1);
    if (life === undefined) throw new Error(`${this.name} was never started`);
    return life;
  }

  get isRunning(): boolean {
    return this.process !== null && this.process.ending === null;
  }

  /** What the present (or last) process wrote to its log, one object a line. */
  logLines(): Record<string, unknown>[] {
    const lines = this.process?.stdout().split('\n') ?? [];
    return lines.filter((line) => line.startsWith('{')).map((line) => JSON.parse(line));
  }

  /** Starts the process and returns at once. */
  start(): void {
    if (this.isRunning) throw new Error(`${this.name} runs already`);
    const { app, env, name, root = ROOT } = this.options;
    const child = this.supervisor.spawn(name, {
      command: process.execPath,
      args: [join(root, 'apps', app, 'dist/main.js')],
      env: {
        PATH: process.env['PATH'] ?? '',
        PORT: String(this.port),
        RESULT_LINKS_LOG_LEVEL: app === 'worker' ? 'info' : 'warn',
        RESULT_LINKS_API_KEY: API_KEY,
        ...env,
      },
    });
    this.process = child;
    this.isEndWanted = false;
    const life: Life = { pid: child.pid, startedAt: child.startedAt, readyAt: null, endedAt: null };
    this.lives.push(life);
    void child.ended.then((ending) => {
      life.endedAt = ending.at;
      if (!this.isEndWanted) this.accidents.push(ending);
    });
  }

  /**
   * Waits until it is ready and returns how long that took since the start, in milliseconds.
   *
   * @throws WaitedTooLongError, or Error when the process ends instead
   */
  async untilReady(timeoutMs = 60_000): Promise<number> {
    const { life } = this;
    await until(`${this.name} is ready`, { timeoutMs, everyMs: 20 }, async () => {
      if (life.endedAt !== null) throw new Error(`${this.name} ended: ${this.lastWords()}`);
      return this.isReady();
    });
    life.readyAt ??= Date.now();
    return life.readyAt - life.startedAt;
  }

  /** Whether it says now that it is ready. */
  async isReady(): Promise<boolean> {
    if (this.options.app === 'worker') {
      return this.logLines().some((line) => line['msg'] === 'worker is delivering');
    }
    try {
      const signal = AbortSignal.timeout(2_000);
      return (await fetch(`${this.url}/health/ready`, { signal })).status === 200;
    } catch {
      return false;
    }
  }

  /** What the present (or last) process wrote to standard error. */
  said(): string {
    return this.process?.stderr() ?? '';
  }

  /** How the present (or last) process ended and what it said at the end. */
  lastWords(): string {
    const { code, signal } = this.process?.ending ?? {};
    const said = `${this.process?.stderr() ?? ''}${this.process?.stdout() ?? ''}`;
    return `code ${code}, signal ${signal}: ${said.slice(-2_000)}`;
  }

  /** kill -9. Returns when it happened, epoch milliseconds. */
  async kill(): Promise<number> {
    this.isEndWanted = true;
    const at = Date.now();
    await this.process?.end('SIGKILL');
    return at;
  }

  /** SIGTERM; returns how it ended. */
  async stop(): Promise<Ending | null> {
    this.isEndWanted = true;
    return (await this.process?.end('SIGTERM')) ?? null;
  }

  /** Memory that is resident now, in megabytes. */
  residentMegabytes(): number {
    return residentMegabytes(this.life.pid);
  }
}

function residentMegabytes(pid: number): number {
  const kilobytes = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1_024);
}
