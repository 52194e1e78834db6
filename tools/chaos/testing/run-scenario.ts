import { execFile } from 'node:child_process';
import { join } from 'node:path';

/** The JSON line of a scenario, and how its process ended. */
export interface ScenarioRun {
  exitCode: number;
  figures: Record<string, unknown>;
  violations: string[];
}

/** Runs a scenario as its users do: a process of its own, from the command line. */
export function runScenarioCommand(
  name: string,
  args: readonly string[],
  timeoutMs: number,
): Promise<ScenarioRun> {
  const file = join(__dirname, '..', `${name}.ts`);
  // What Jest needs of Node is nothing for the scenario.
  const env = { ...process.env, NODE_OPTIONS: '' };
  return new Promise((resolve, reject) => {
    execFile(
      process.execPath,
      [file, ...args],
      { env, timeout: timeoutMs, maxBuffer: 2 ** 26 },
      (error, stdout, stderr) => {
        const line = stdout.trim().split('\n').at(-1);
        if (!line) return reject(new Error(`no result: ${error?.message ?? ''}\n${stderr}`));
        const { figures, violations } = JSON.parse(line) as ScenarioRun;
        resolve({
          exitCode: typeof error?.code === 'number' ? error.code : 0,
          figures,
          violations,
        });
      },
    );
  });
}
