import { cpus, totalmem } from 'node:os';
import { Supervisor } from './supervisor.ts';

/** What a scenario came to. */
export interface ScenarioResult {
  /** What was measured; goes into the JSON line as it is. */
  figures: Record<string, unknown>;
  /** Every promise that was broken, in words; empty: all held. */
  violations: string[];
}

/** How many violations are printed one by one. */
const SHOWN = 20;

/**
 * Runs a scenario to its end, whatever that is: prints a summary for people on standard error and one
 * line of JSON on standard output, ends everything that was started, and sets exit code 1 when a promise
 * was broken or the scenario itself failed.
 */
export async function runScenario(
  name: string,
  options: Record<string, unknown>,
  run: (supervisor: Supervisor) => Promise<ScenarioResult>,
): Promise<void> {
  const supervisor = new Supervisor();
  const startedAt = new Date();
  let result: ScenarioResult;
  try {
    result = await run(supervisor);
  } catch (error) {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    result = { figures: {}, violations: [`the scenario did not reach its end: ${text}`] };
  } finally {
    await supervisor.close();
  }
  const { figures, violations } = result;
  const isOk = violations.length === 0;
  const seconds = Math.round((Date.now() - startedAt.getTime()) / 100) / 10;
  const machine = { cores: cpus().length, memoryGb: Math.round(totalmem() / 2 ** 30) };
  printSummary(name, seconds, result);
  const shown = violations.slice(0, SHOWN);
  const line = {
    scenario: name,
    isOk,
    startedAt: startedAt.toISOString(),
    seconds,
    node: process.versions.node,
    machine,
    options,
    figures,
    violationCount: violations.length,
    violations: shown,
  };
  process.stdout.write(`${JSON.stringify(line)}\n`);
  if (!isOk) process.exitCode = 1;
}

function printSummary(name: string, seconds: number, { figures, violations }: ScenarioResult) {
  const rows = Object.entries(figures).map(
    ([key, value]) => `  ${key.padEnd(34)} ${JSON.stringify(value)}`,
  );
  const verdict =
    violations.length === 0
      ? `${name}: every promise held (${seconds} s)`
      : `${name}: ${violations.length} broken promises (${seconds} s)`;
  const broken = violations.slice(0, SHOWN).map((violation) => `  ! ${violation}`);
  console.error([verdict, ...rows, ...broken].join('\n'));
}

/** A line about how far a scenario is, for whoever watches. */
export function tell(text: string): void {
  console.error(`[${new Date().toISOString().slice(11, 19)}] ${text}`);
}
