import { ratioText } from './numbers.ts';

/** What a figure is to be; one of `most` and `least`. */
export interface Goal {
  /** What the value is, for example `CPU ÷ official SDK`. */
  what: string;
  value: number;
  most?: number;
  least?: number;
}

/** Whether it is reached. A value that could not be measured does not reach it. */
export function isMet({ value, most = Infinity, least = -Infinity }: Goal): boolean {
  return value <= most && value >= least;
}

/** One line of Markdown that says what was wanted and what came of it. */
export function goalText(goal: Goal): string {
  const { what, value, most, least } = goal;
  const wanted = most === undefined ? `at least ${least}` : `at most ${most}`;
  return `- ${what}: ${ratioText(value)}, goal ${wanted}: ${isMet(goal) ? 'met' : '**missed**'}`;
}
