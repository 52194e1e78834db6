/**
 * What does it cost to validate one result link? Prints CPU per body and its ratio to NestJS's
 * `ValidationPipe`; exits with 1 when a goal is missed.
 *
 * `node tools/bench/validate/run.ts [rounds]`, after contracts was built. Every sample is a process
 * of its own; the subjects take turns, so that whatever else the machine does hits all of them.
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { SUBJECTS, type SubjectName } from './subjects.ts';

/** Most that our validator may cost, as a part of what the pipe costs, by number of attributes. */
const GOALS: Readonly<Record<number, number>> = { 2: 0.15, 50: 0.1 };

const NAMES = Object.keys(SUBJECTS) as SubjectName[];
const rounds = Number(process.argv[2] ?? 5);
const sampleFile = fileURLToPath(new URL('sample.ts', import.meta.url));

let isMissed = false;
for (const attributes of Object.keys(GOALS).map(Number)) {
  const medians = measure(attributes);
  print(attributes, medians);
  const ratio = medians.ours / medians.pipe;
  const goal = GOALS[attributes] as number;
  isMissed ||= ratio > goal;
  console.log(`ours / pipe: ${ratio.toFixed(3)}, goal ${goal}: ${ratio > goal ? 'MISSED' : 'met'}`);
}
process.exitCode = isMissed ? 1 : 0;

function measure(attributes: number): Record<SubjectName, number> {
  const samples = NAMES.map((): number[] => []);
  for (let round = 0; round < rounds; round += 1) {
    NAMES.forEach((name, index) => samples[index]?.push(sample(name, attributes)));
  }
  const medians = NAMES.map((name, index) => [name, median(samples[index] ?? [])] as const);
  return Object.fromEntries(medians) as Record<SubjectName, number>;
}

function sample(name: SubjectName, attributes: number): number {
  const output = execFileSync(process.execPath, [sampleFile, name, String(attributes)]);
  return Number(output.toString());
}

function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function print(attributes: number, medians: Record<SubjectName, number>): void {
  console.log(`\n${attributes} attributes, medians of ${rounds}\n`);
  console.log('| validator | CPU µs per body | ÷ ValidationPipe |\n| --- | ---: | ---: |');
  for (const name of NAMES) {
    const ratio = (medians[name] / medians.pipe).toFixed(3);
    console.log(`| ${name} | ${medians[name].toFixed(2)} | ${ratio} |`);
  }
  console.log('');
}
