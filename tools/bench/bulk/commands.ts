import { fileURLToPath } from 'node:url';
import type { CommandRun } from '../lib/command.ts';
import type { Figures } from '../lib/turns.ts';

/** Path of a file, relative to this folder. */
export function file(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}

/** The command line as it is installed. */
export const CLI = file('../../../apps/cli/bin/result-links.cjs');

/** Ids of so many integrations. */
export function integrations(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `workday:bench${index}`);
}

/** What a command took for each of the rows that it was given, its start included. */
export function perRow({ wallMs, cpuMicros, peakMb }: CommandRun, rows: number): Figures {
  return { perSecond: (rows * 1_000) / wallMs, cpuMicros: cpuMicros / rows, peakMb };
}
