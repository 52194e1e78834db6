import { median, medianRatio } from './statistics.ts';

/** What one sample of a candidate came to. Absent: not measured. */
export interface Figures {
  /** How many a second. */
  perSecond?: number;
  /** How long one takes, in milliseconds; instead of `perSecond` where one is all there is. */
  wallMs?: number;
  /** User and system time of the measured process for one, in microseconds. */
  cpuMicros?: number;
  /** The most memory that was resident in the measured process, in megabytes. */
  peakMb?: number;
  /** What only this bench measures. */
  [more: string]: number | undefined;
}

/** Name of a figure. */
export type FigureName = string;

/** Who is measured. The ratios are those to the peer and to the limit. */
export interface Candidate {
  name: string;
  role: 'ours' | 'peer' | 'limit' | 'beside';
  measure(): Promise<Figures>;
}

/** A candidate with what was measured, one item a round. */
export interface Row extends Pick<Candidate, 'name' | 'role'> {
  samples: readonly Figures[];
}

/** How to take turns. */
export interface Turns {
  rounds: number;
  /** Rounds before that are not counted; they fill caches. Default 0. */
  warmUpRounds?: number;
}

/**
 * Measures the candidates one after the other, round by round (A B C A B C), so that whatever else the
 * machine does falls on all of them. Says on standard error how far it is.
 */
export async function takeTurns(
  title: string,
  { rounds, warmUpRounds = 0 }: Turns,
  candidates: readonly Candidate[],
): Promise<Row[]> {
  const rows = candidates.map(({ name, role }) => ({ name, role, samples: [] as Figures[] }));
  for (let round = -warmUpRounds; round < rounds; round += 1) {
    process.stderr.write(
      `${title}: round ${round + warmUpRounds + 1} of ${rounds + warmUpRounds}\n`,
    );
    for (const [index, candidate] of candidates.entries()) {
      const figures = await candidate.measure();
      if (round >= 0) rows[index]?.samples.push(figures);
    }
  }
  return rows;
}

/** One figure of all rounds; NaN where it was not measured. */
export function valuesOf({ samples }: Row, figure: FigureName): number[] {
  return samples.map((sample) => sample[figure] ?? NaN);
}

/** The median of a figure; NaN when it was not measured. */
export function medianOf(row: Row, figure: FigureName): number {
  return median(valuesOf(row, figure));
}

/** The median of the ratios, round by round, of one row's figure to another row's. */
export function ratioOf(row: Row, other: Row, figure: FigureName): number {
  return medianRatio(valuesOf(row, figure), valuesOf(other, figure));
}

/**
 * The same between two rows that are named.
 *
 * @throws Error when there is no such row
 */
export function ratioBetween(
  rows: readonly Row[],
  name: string,
  other: string,
  figure: FigureName,
): number {
  return ratioOf(rowNamed(rows, name), rowNamed(rows, other), figure);
}

/** @throws Error when there is no such row */
export function rowNamed(rows: readonly Row[], name: string): Row {
  const row = rows.find((each) => each.name === name);
  if (row === undefined) throw new Error(`no candidate is called ${name}`);
  return row;
}
