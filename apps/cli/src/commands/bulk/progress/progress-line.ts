import type { Style } from '../../../output/style.js';
import { count, duration } from './rate.js';

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

/** One line for a terminal, with a bar; or without, for a log. */
export function progressText(progress: Progress, style: Style, hasBar: boolean): string {
  const { phase, done, total, rows, rowsPerSecond, secondsLeft, counts } = progress;
  const share = total === 0 ? 1 : Math.min(done / total, 1);
  const percent = `${Math.floor(share * 100)} %`.padStart(5);
  const of = phase === 'sending' ? `${count(rows)}/${count(total)} rows` : `${count(rows)} rows`;
  const rate = rowsPerSecond === undefined ? '' : `${count(rowsPerSecond)}/s`;
  const left = secondsLeft === undefined || share === 1 ? '' : `${duration(secondsLeft)} left`;
  const states = counts.filter(([, n]) => n > 0).map(([name, n]) => `${count(n)} ${name}`);
  const facts = [of, rate, left, states.join(', ')].filter((fact) => fact !== '');
  return [
    phase === 'checking' ? 'Checking' : 'Sending ',
    ...(hasBar ? [bar(share, style)] : []),
    percent,
    facts.join(' · '),
  ].join(' ');
}

/** As an event of `--json`. */
export function progressData(progress: Progress): unknown {
  const { phase, rows, total, rowsPerSecond, secondsLeft, counts } = progress;
  return {
    event: 'progress',
    phase,
    rows,
    ...(phase === 'sending' ? { total } : {}),
    rows_per_second: rowsPerSecond === undefined ? null : Math.round(rowsPerSecond),
    seconds_left: secondsLeft === undefined ? null : Math.ceil(secondsLeft),
    counts: Object.fromEntries(counts),
  };
}

function bar(share: number, style: Style): string {
  const full = Math.floor(share * BAR_CELLS);
  return style.good('█'.repeat(full)) + style.faint('░'.repeat(BAR_CELLS - full));
}
