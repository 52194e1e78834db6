/**
 * kill -9 of `result-links bulk` at random moments, then the same command again, until it has come to its
 * end by itself. Its report is then compared with what the ATS has, row by row.
 *
 *   node tools/chaos/bulk.ts --rows 5000 --kills 20
 */
import { randomInt } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Sandbox } from '@result-links/kombo-sandbox';
import { readFlags } from './lib/flags.ts';
import { komboEnvironment, startKombo } from './lib/kombo.ts';
import { runScenario, tell, type ScenarioResult } from './lib/scenario.ts';
import type { Supervisor } from './lib/supervisor.ts';

const LAUNCHER = join(import.meta.dirname, '../../apps/cli/bin/result-links.cjs');

const options = readFlags({
  rows: 5_000,
  kills: 20,
  integrations: 5,
  /** Writes in flight per integration: a kill makes that many rows unknown. */
  concurrency: 10,
  /** Longest answer of the ATS, in milliseconds; the shortest is a tenth. */
  latency: 200,
});

/** The last thing the report says about a row. */
type States = Map<number, string>;

await runScenario('bulk', options, async (supervisor): Promise<ScenarioResult> => {
  const { latency, kills, rows } = options;
  const latencyMs = [Math.round(latency / 10), latency] as const;
  const sandbox = await startKombo(supervisor, { latencyMs });
  const folder = supervisor.folder();
  const path = join(folder, 'rows.csv');
  await writeFile(path, csv());
  const report = `${path}.report.ndjson`;
  let killedInFlight = 0;
  let killed = 0;
  while (killed < kills) {
    const run = startBulk(supervisor, path, sandbox);
    // Something of each run shall have been sent; the rest of the work is spread over the kills to come.
    const share = (options.rows - sandbox.stats().requests) / (kills - killed + 1);
    const target = sandbox.stats().requests + 1 + share * Math.random();
    while (run.ending === null && sandbox.stats().requests < target) await pause(5);
    await pause(randomInt(30));
    if (run.ending !== null) break;
    await run.end('SIGKILL');
    killed += 1;
    const inFlight = [...readStates(report).values()].filter((state) => state === 'sending').length;
    killedInFlight += inFlight;
    tell(`kill ${killed}: ${inFlight} rows in flight, ${sandbox.stats().written} written`);
    // What the dead process had sent is still being written.
    await pause(latency + 50);
  }
  const last = startBulk(supervisor, path, sandbox);
  const { code } = await last.ended;
  const states = readStates(report);
  const violations = compare(states, sandbox);
  if (killed < kills)
    violations.push(`only ${killed} of ${kills} kills happened before all was done`);
  const counts = countBy(states.values());
  const expectedCode = (counts['unknown'] ?? 0) > 0 ? 4 : 0;
  if (code !== expectedCode) violations.push(`the last run ended with ${code}: ${last.stderr()}`);
  return {
    figures: {
      rows,
      kills: killed,
      states: counts,
      rowsInFlightAtKills: killedInFlight,
      writtenAmongUnknown: writtenAmong(states, sandbox),
      requests: sandbox.stats().requests,
      lastExit: code,
    },
    violations,
  };
});

function startBulk(supervisor: Supervisor, path: string, sandbox: Sandbox) {
  return supervisor.spawn('bulk', {
    command: process.execPath,
    args: [LAUNCHER, 'bulk', path, '--concurrency', String(options.concurrency)],
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: '/nonexistent-home',
      ...komboEnvironment(sandbox),
    },
  });
}

/** Targets that cannot be mixed up; links that tell their row. */
function csv(): string {
  const line = (row: number) =>
    `workday:sandbox-healthy~${row % options.integrations},candidate-1~${row},Result ${row},https://example.com/${row}`;
  const rows = Array.from({ length: options.rows }, (_, index) => line(index + 1));
  return ['x_integration_id,candidate_id,label,url', ...rows].join('\n');
}

function readStates(report: string): States {
  const states: States = new Map();
  if (!existsSync(report)) return states;
  for (const text of readFileSync(report, 'utf8').split('\n').slice(1)) {
    try {
      const { row, state } = JSON.parse(text) as { row: number; state: string };
      states.set(row, state);
    } catch {
      // Cut off: it never counted.
    }
  }
  return states;
}

function writesByRow(sandbox: Sandbox): Map<number, number> {
  const writes = new Map<number, number>();
  for (const { target } of sandbox.received({ written: true })) {
    const row = Number(target.id.split('~')[1]);
    writes.set(row, (writes.get(row) ?? 0) + 1);
  }
  return writes;
}

/** Every row is delivered and in the ATS once, or unknown and in it once or not at all. */
function compare(states: States, sandbox: Sandbox): string[] {
  const writes = writesByRow(sandbox);
  const violations: string[] = [];
  for (let row = 1; row <= options.rows; row++) {
    const state = states.get(row);
    const times = writes.get(row) ?? 0;
    const isRight = state === 'delivered' ? times === 1 : state === 'unknown' && times <= 1;
    if (!isRight)
      violations.push(
        `row ${row} is ${state ?? 'not in the report'}, and ${times} times in the ATS`,
      );
  }
  return violations;
}

function writtenAmong(states: States, sandbox: Sandbox): number {
  const writes = writesByRow(sandbox);
  return [...states].filter(([row, state]) => state === 'unknown' && writes.has(row)).length;
}

function countBy(values: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const value of values) counts[value] = (counts[value] ?? 0) + 1;
  return counts;
}
