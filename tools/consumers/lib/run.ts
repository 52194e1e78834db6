import { execFile } from 'node:child_process';

/** How a command ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Time limit for one command. */
const TIMEOUT_MS = 150_000;

/** Runs a command to its end; an exit code other than 0 is an answer, not an error. */
export function run(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<Ended> {
  const env = { ...cleanEnvironment(), NO_COLOR: '1', ...options.env };
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args],
      { cwd: options.cwd, env, timeout: TIMEOUT_MS, maxBuffer: 64 * 2 ** 20 },
      (error, stdout, stderr) => {
        const code = error === null ? 0 : error.code;
        if (typeof code === 'number') resolve({ exitCode: code, stdout, stderr });
        else reject(new Error(`${command} ${args.join(' ')}: ${error?.message}\n${stderr}`));
      },
    );
  });
}

/** Runs a command that has to succeed, and returns what it printed. */
export async function runOrFail(
  command: string,
  args: readonly string[],
  options: { cwd: string; env?: Record<string, string> },
): Promise<string> {
  const { exitCode, stdout, stderr } = await run(command, args, options);
  if (exitCode === 0) return stdout;
  throw new Error(
    `${command} ${args.join(' ')} ended with ${exitCode}:\n${tail(stdout)}\n${tail(stderr)}`,
  );
}

/** Without what the test runner and npm set: another team's machine has none of it. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(process.env).filter(
      ([name]) =>
        !/^(NODE_OPTIONS|JEST_WORKER_ID|NODE_ENV|FORCE_COLOR|NX_|npm_(?!config_))/.test(name),
    ),
  );
}

function tail(text: string): string {
  return text.slice(-4000);
}
