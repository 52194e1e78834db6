/**
 * One sample in a process of its own: `sample.ts <subject> <attributes> <milliseconds>` prints what
 * validating a body costs.
 */
import type { Figures } from '../lib/turns.ts';
import { ownPeakMb } from '../lib/usage.ts';
import { resultLink } from './bodies.ts';
import { SUBJECTS } from './subjects.ts';

const [name = '', attributes, milliseconds] = process.argv.slice(2);
const subject = SUBJECTS[name];
if (subject === undefined) throw new Error(`no such validator: ${name}`);
const validate = await subject.load();
// A fresh copy for each call would mostly measure JSON.parse; none of the subjects changes its input.
const body = resultLink(Number(attributes));

if (!(await accepts(body))) throw new Error(`${name} refuses the body`);
if (await accepts({ label: 1, url: 'x' })) throw new Error(`${name} lets anything pass`);
await measure(Number(milliseconds));
console.log(JSON.stringify(await measure(Number(milliseconds))));

/** Over at least `cpuMs` of CPU time, not of wall time: a busy machine must not shorten the warm-up. */
async function measure(cpuMs: number): Promise<Figures> {
  const before = process.cpuUsage();
  const startedAt = performance.now();
  let count = 0;
  let spent = 0;
  while (spent < cpuMs * 1_000) {
    for (let index = 0; index < 100; index += 1) {
      const result = validate(body);
      // Awaiting what is no promise would charge every synchronous subject for it.
      if (result instanceof Promise) await result;
    }
    count += 100;
    const { user, system } = process.cpuUsage(before);
    spent = user + system;
  }
  const seconds = (performance.now() - startedAt) / 1_000;
  return { perSecond: count / seconds, cpuMicros: spent / count, peakMb: ownPeakMb() };
}

async function accepts(input: unknown): Promise<boolean> {
  try {
    return (await validate(input)) !== false;
  } catch {
    return false;
  }
}
