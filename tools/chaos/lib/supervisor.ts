import { spawn, type ChildProcess } from 'node:child_process';
import {
  chownSync,
  closeSync,
  existsSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** How a process ended. */
export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** Epoch milliseconds. */
  at: number;
}

/** Whom a process runs as. */
export interface User {
  uid: number;
  gid: number;
}

/** How to start a process. */
export interface SpawnOptions {
  command: string;
  args: readonly string[];
  /** All of it: nothing is inherited. */
  env: Record<string, string>;
  /** Default: as we are. */
  user?: User;
  cwd?: string;
}

/** A process that the supervisor answers for. */
export interface ManagedProcess {
  readonly name: string;
  readonly pid: number;
  /** Epoch milliseconds. */
  readonly startedAt: number;
  /** `null` while it runs. */
  readonly ending: Ending | null;
  readonly ended: Promise<Ending>;
  /** What it has printed so far. */
  stdout(): string;
  stderr(): string;
  /** Sends the signal if it still runs, and waits for the end. */
  end(signal: NodeJS.Signals): Promise<Ending>;
}

/**
 * Ends what it started. Every process is ended by its id and every folder removed when `close` is
 * called, when this process exits for whatever reason, and on SIGINT and SIGTERM; only a SIGKILL of this
 * process itself leaves something behind.
 */
export class Supervisor {
  private readonly children = new Set<ChildProcess>();
  private readonly folders: string[] = [];
  private readonly closers: (() => Promise<unknown> | unknown)[] = [];
  private readonly lastClosers: (() => void)[] = [];
  private readonly onExit = () => this.endAllNow();
  private readonly onSignal = () => process.exit(130);
  private started = 0;
  /** Where the output of processes goes; files, so that nobody has to read them in time. */
  readonly logs: string;

  constructor() {
    this.logs = this.folder();
    process.once('exit', this.onExit);
    process.once('SIGINT', this.onSignal);
    process.once('SIGTERM', this.onSignal);
  }

  /** A new folder below the system's temporary one, removed at the end. */
  folder(owner?: User): string {
    const path = mkdtempSync(join(tmpdir(), 'chaos-'));
    if (owner) chownSync(path, owner.uid, owner.gid);
    this.folders.push(path);
    return path;
  }

  /** Runs `closer` at the end, the newest one first, before processes are ended. */
  defer(closer: () => Promise<unknown> | unknown): void {
    this.closers.push(closer);
  }

  /** Runs `closer` when every process has been told to end and before folders are removed. */
  deferLast(closer: () => void): void {
    this.lastClosers.push(closer);
  }

  /** Starts a process. */
  spawn(name: string, { command, args, env, user, cwd }: SpawnOptions): ManagedProcess {
    this.started += 1;
    const files = ['out', 'err'].map((kind) => join(this.logs, `${this.started}-${name}.${kind}`));
    const [out = '', err = ''] = files;
    const [outFd, errFd] = [openSync(out, 'w'), openSync(err, 'w')];
    const child = spawn(command, args, { env, cwd, stdio: ['ignore', outFd, errFd], ...user });
    [outFd, errFd].forEach((fd) => closeSync(fd));
    this.children.add(child);
    let ending: Ending | null = null;
    const ended = new Promise<Ending>((resolve) => {
      const end = (code: number | null, signal: NodeJS.Signals | null) => {
        this.children.delete(child);
        ending ??= { code, signal, at: Date.now() };
        resolve(ending);
      };
      child.once('exit', end);
      child.once('error', () => end(null, null));
    });
    return {
      name,
      pid: child.pid ?? -1,
      startedAt: Date.now(),
      get ending() {
        return ending;
      },
      ended,
      stdout: () => read(out),
      stderr: () => read(err),
      end: (signal) => {
        if (ending === null) child.kill(signal);
        return ended;
      },
    };
  }

  /** Ends and removes everything. */
  async close(): Promise<void> {
    for (const close of this.closers.splice(0).reverse()) {
      await Promise.resolve()
        .then(close)
        .catch((error: unknown) => console.error(error));
    }
    await Promise.all([...this.children].map((child) => kill(child)));
    this.endAllNow();
    process.off('exit', this.onExit);
    process.off('SIGINT', this.onSignal);
    process.off('SIGTERM', this.onSignal);
  }

  private endAllNow(): void {
    for (const child of this.children) child.kill('SIGKILL');
    for (const close of this.lastClosers.splice(0).reverse()) close();
    for (const folder of this.folders.splice(0)) {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  }
}

function kill(child: ChildProcess): Promise<void> {
  return new Promise((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
    child.kill('SIGKILL');
  });
}

function read(file: string): string {
  return existsSync(file) ? readFileSync(file, 'utf8') : '';
}
