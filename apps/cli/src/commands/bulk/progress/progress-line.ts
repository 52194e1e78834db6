import type { Style } from '../../../output/style.js';
import { count, duration, perSecond } from './rate.js';

/** How far a phase is. */
export interface Progress {
  phase: 'checking' | 'sending';
  /** Rows, or of the check bytes. */
  done: number;
  total: number;
  rows: number;
  rowsPerSecond: number | undefined;
  secondsLeft: number | undefined;
  /** By state, in the order they are shown; zeroes are left out. */
  counts: readonly (readonly [name: string, count: number])[];
}

const BAR_CELLS = 24;

/** @param columns of a terminal: the line has a bar then, and fits; without, it is one for a log */
export function progressText(progress: Progress, style: Style, columns?: number): string {
  const { phase, done, total, rows, rowsPerSecond, secondsLeft, counts } = progress;
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const of = phase === 'sending' ? `${count(rows)}/${count(total)} rows` : `${count(rows)} rows`;
  const rate = perSecond(rowsPerSecond);
  const time = rate === '' || share === 1 ? '' : duration(secondsLeft);
  const left = time === '' ? '' : `${time} left`;
  const states = counts.filter(([, n]) => n > 0).map(([name, n]) => `${count(n)} ${name}`);
  const facts = [of, rate, left, states.join(', ')].filter((fact) => fact !== '').join(' · ');
  const name = phase === 'checking' ? 'Checking' : 'Sending ';
  if (columns === undefined) return `${name} ${percent} ${facts}`;
  const room = columns - 1 - `${name} ${percent} `.length - BAR_CELLS - 1;
  const shown = facts.length > room ? `${facts.slice(0, Math.max(room - 1, 0))}…` : facts;
  return `${name} ${bar(share, style)} ${percent} ${shown}`;
}

/** As an event of `--json`. */
export function progressData(progress: Progress): unknown {
  const { phase, rows, total, rowsPerSecond, secondsLeft, counts } = progress;
  return {
    event: 'progress',
    phase,
    rows,
    ...(phase === 'sending' ? { total } : {}),
    rows_per_second: whole(rowsPerSecond, Math.round),
    seconds_left: whole(secondsLeft, Math.ceil),
    counts: Object.fromEntries(counts),
  };
}

/** `null`: nobody knows. */
function whole(value: number | undefined, round: (value: number) => number): number | null {
  return value === undefined || !Number.isFinite(value) ? null : round(value);
}

function bar(share: number, style: Style): string {
  const full = Math.floor(share * BAR_CELLS);
  return style.good('█'.repeat(full)) + style.faint('░'.repeat(BAR_CELLS - full));
}
