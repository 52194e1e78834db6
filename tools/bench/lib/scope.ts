import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** A process of its own that talks by messages; see `tellParent` for its side. */
export class Child {
  readonly pid: number;
  readonly #process: ChildProcess;

  constructor(process: ChildProcess) {
    this.#process = process;
    this.pid = process.pid ?? -1;
  }

  /**
   * The next message.
   *
   * @throws Error when the process ends instead
   */
  async next<Message>(): Promise<Message> {
    const waiting = new AbortController();
    const { signal } = waiting;
    const ended = once(this.#process, 'exit', { signal }).then(([code, kill]) => {
      throw new Error(`${this.#process.spawnargs.join(' ')} ended: ${String(code ?? kill)}`);
    });
    const said = once(this.#process, 'message', { signal }).then(([message]) => message as Message);
    try {
      return await Promise.race([said, ended]);
    } finally {
      ended.catch(() => undefined);
      waiting.abort();
    }
  }

  /** Sends a message and waits for the answer. */
  async ask<Answer>(message: string): Promise<Answer> {
    const answer = this.next<Answer>();
    this.#process.send(message);
    return answer;
  }

  tell(message: string): void {
    this.#process.send(message);
  }

  /** Ends it and waits until it has ended. */
  async end(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    if (this.#process.connected) this.#process.disconnect();
    await ended;
  }
}

/**
 * What a bench starts, ended together. Children end with this process whatever becomes of it, and folders are
 * removed also when it is interrupted.
 */
export class Scope {
  readonly #closers: (() => unknown)[] = [];
  readonly #folders: string[] = [];
  readonly #onExit = () => this.#removeFolders();
  readonly #onSignal = () => process.exit(130);

  constructor() {
    process.once('exit', this.#onExit);
    process.once('SIGINT', this.#onSignal);
    process.once('SIGTERM', this.#onSignal);
  }

  /** Starts a script of ours; it goes on until it is ended or the bench is over. */
  fork(script: URL, args: readonly (string | number)[] = []): Child {
    const child = new Child(
      fork(fileURLToPath(script), args.map(String), { execArgv: ['--no-warnings'] }),
    );
    this.defer(() => child.end());
    return child;
  }

  /** A folder that is removed at the end. */
  folder(): string {
    const path = mkdtempSync(join(tmpdir(), 'bench-'));
    this.#folders.push(path);
    return path;
  }

  /** Runs `closer` at the end, the newest one first. */
  defer(closer: () => unknown): void {
    this.#closers.push(closer);
  }

  async close(): Promise<void> {
    for (const close of this.#closers.splice(0).reverse()) await close();
    this.#removeFolders();
    process.off('exit', this.#onExit);
    process.off('SIGINT', this.#onSignal);
    process.off('SIGTERM', this.#onSignal);
  }

  #removeFolders(): void {
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
  }
}
