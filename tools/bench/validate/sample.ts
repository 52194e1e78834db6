/**
 * One sample in a process of its own: `node sample.ts <subject> <attributes>` prints the CPU
 * microseconds (user and system) that one body costs.
 */
import { resultLink } from './bodies.ts';
import { SUBJECTS, type SubjectName } from './subjects.ts';

const WARM_UP_MS = 400;
const MEASURED_MS = 800;

const [subject, attributes] = process.argv.slice(2);
const validate = await SUBJECTS[subject as SubjectName]();
// A fresh copy for each call would mostly measure JSON.parse; none of the subjects changes its input.
const body = resultLink(Number(attributes));

if ((await validate(body)) === false) {
  throw new Error(`${subject} refuses the body`);
}
await runFor(WARM_UP_MS);
const before = process.cpuUsage();
const count = await runFor(MEASURED_MS);
const { user, system } = process.cpuUsage(before);
console.log((user + system) / count);

async function runFor(durationMs: number): Promise<number> {
  const end = performance.now() + durationMs;
  let count = 0;
  while (performance.now() < end) {
    for (let index = 0; index < 20; index += 1) {
      const result = validate(body);
      // Awaiting what is no promise would charge every synchronous subject for it.
      if (result instanceof Promise) await result;
    }
    count += 20;
  }
  return count;
}
