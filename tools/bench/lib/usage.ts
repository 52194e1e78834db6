import { readdirSync, readFileSync } from 'node:fs';

/** A clock tick of the kernel, in microseconds. */
const TICK_MICROS = 10_000;

/** CPU time that the threads of a process have used, in microseconds. Linux. */
export function cpuMicrosOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const nanos = threads.map((thread) => firstNumber(`/proc/${pid}/task/${thread}/schedstat`));
  return nanos.reduce((sum, each) => sum + each, 0) / 1_000;
}

/**
 * CPU time of a process, of those it has started and of those that have ended already, in microseconds:
 * for PostgreSQL, which has a process for every connection.
 */
export function cpuMicrosOfTree(pid: number): number {
  const children = readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ');
  const living = children.filter((child) => child !== '').map((child) => cpuOrNone(Number(child)));
  const ended = statFields(pid).slice(13, 15);
  return (
    cpuMicrosOf(pid) +
    living.reduce((sum, each) => sum + each, 0) +
    ended.reduce((sum, ticks) => sum + Number(ticks) * TICK_MICROS, 0)
  );
}

/** Process id of the parent. */
export function parentOf(pid: number): number {
  return Number(statFields(pid)[1]);
}

/** Memory of a process in megabytes: resident now, and the most that ever was. */
export function memoryOf(pid: number): { residentMb: number; peakMb: number } {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (name: string) =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1]) / 1_024;
  return { residentMb: megabytes('VmRSS'), peakMb: megabytes('VmHWM') };
}

/** Of this process. */
export function ownPeakMb(): number {
  return process.resourceUsage().maxRSS / 1_024;
}

function cpuOrNone(pid: number): number {
  try {
    return cpuMicrosOf(pid);
  } catch {
    return 0; // It has just ended, and is counted with those.
  }
}

/** From the state on, which is the third of proc(5): its number there less three. */
function statFields(pid: number): string[] {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  return stat.slice(stat.lastIndexOf(') ') + 2).split(' ');
}

function firstNumber(file: string): number {
  return Number(readFileSync(file, 'utf8').split(' ', 1)[0]);
}
