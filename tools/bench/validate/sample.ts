/**
 * One sample in a process of its own: `node sample.ts <subject> <attributes>` prints the CPU
 * microseconds (user and system) that one body costs.
 */
import { resultLink } from './bodies.ts';
import { SUBJECTS, type SubjectName } from './subjects.ts';

// In CPU time, so that a busy machine does not shorten the warm-up.
const WARM_UP_MS = 1_000;
const MEASURED_MS = 1_000;

const [subject, attributes] = process.argv.slice(2);
const validate = await SUBJECTS[subject as SubjectName]();
// A fresh copy for each call would mostly measure JSON.parse; none of the subjects changes its input.
const body = resultLink(Number(attributes));

if ((await validate(body)) === false) {
  throw new Error(`${subject} refuses the body`);
}
await measure(WARM_UP_MS);
console.log(await measure(MEASURED_MS));

/** CPU microseconds per body, over at least `cpuMs` of CPU time. */
async function measure(cpuMs: number): Promise<number> {
  const before = process.cpuUsage();
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
  return spent / count;
}
