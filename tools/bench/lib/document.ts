import { goalText, type Goal } from './goals.ts';
import { tableText, type Table } from './table.ts';

/** What a bench found out. */
export interface Result {
  tables: Table[];
  goals: Goal[];
  /** Paragraphs that belong to the figures. */
  remarks?: string[];
}

/** Under what a bench was run. */
export interface Circumstances {
  /** The command with its options. */
  command: string;
  at: Date;
  /** Version of Node.js without the `v`. */
  node: string;
  cores: number;
  /** Load averages of the last minute, before the bench and after it. */
  load: readonly [before: number, after: number];
}

/** A bench's own part of docs/performance.md, as Markdown without its two marks. */
export function blockText({ tables, goals, remarks = [] }: Result, run: Circumstances): string {
  const date = run.at.toISOString().slice(0, 10);
  const [before, after] = run.load.map((value) => value.toFixed(1));
  return [
    `\`${run.command}\`, ${date}, Node.js ${run.node}, ${run.cores} cores, load average ${before} before and ${after} after:`,
    ...tables.map(tableText),
    ...(goals.length === 0 ? [] : [goals.map(goalText).join('\n')]),
    ...remarks,
  ].join('\n\n');
}

/**
 * The document with what stands between `<!-- bench:name -->` and `<!-- /bench:name -->` replaced.
 *
 * @throws Error when the two marks are not there, once each and in order
 */
export function replaceBlock(document: string, name: string, content: string): string {
  const [start, end] = [`<!-- bench:${name} -->`, `<!-- /bench:${name} -->`];
  const [head, middle, ...others] = document.split(start);
  const [replaced, tail, ...more] = (middle ?? '').split(end);
  if (replaced === undefined || tail === undefined || others.length + more.length > 0) {
    throw new Error(`the document must have ${start} and ${end} once each, in this order`);
  }
  return `${head}${start}\n\n${content}\n\n${end}${tail}`;
}
