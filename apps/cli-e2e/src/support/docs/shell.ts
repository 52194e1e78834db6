import { spawn, type ChildProcessByStdio } from 'node:child_process';
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { LAUNCHER } from '../run-cli.js';

/** Ends the output of a command; no command prints it. */
const MARK = '\u{1e}';

/** `npx` without looking for packages, and curl without a meter, which it shows when nobody looks. */
const PRELUDE = `
exec 2>&1
npx() { [ "$1" = result-links ] && shift && "$NODE" "$LAUNCHER" "$@"; }
curl() { command curl --silent --show-error "$@"; }
`;

/** One shell for commands that follow each other, as at a terminal: what one exports the next one has. */
export class Shell {
  readonly #bash: ChildProcessByStdio<Writable, Readable, null>;
  #printed = '';

  /** @param env the whole environment besides PATH */
  constructor(cwd: string, env: Record<string, string>) {
    this.#bash = spawn('bash', ['--noprofile', '--norc'], {
      cwd,
      env: { PATH: process.env['PATH'], NODE: process.execPath, LAUNCHER, HOME: cwd, ...env },
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    this.#bash.stdin.on('error', () => undefined); // it has ended: `run` says so
    this.#bash.stdin.write(PRELUDE);
    this.#bash.stdout.setEncoding('utf8').on('data', (text: string) => (this.#printed += text));
  }

  /** Runs a command. @returns what it prints on both outputs */
  async run(command: string): Promise<string> {
    this.#bash.stdin.write(`{ ${command}\n} </dev/null\nprintf '\\n${MARK}'\n`);
    while (!this.#printed.includes(MARK)) {
      await Promise.race([once(this.#bash.stdout, 'data'), once(this.#bash, 'exit')]);
      if (this.#bash.exitCode !== null) throw new Error(`the shell ended: ${this.#printed}`);
    }
    const [output = '', rest = ''] = this.#printed.split(MARK);
    this.#printed = rest;
    return output;
  }

  async close(): Promise<void> {
    if (this.#bash.exitCode !== null) return;
    this.#bash.stdin.end();
    await once(this.#bash, 'exit');
  }
}
