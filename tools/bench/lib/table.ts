import { durationText, memoryText, NOTHING, rateText, ratioText } from './numbers.ts';
import { medianOf, ratioOf, type FigureName, type Row } from './turns.ts';

/** A column that only this bench has. */
export interface MoreColumn {
  heading: string;
  figure: FigureName;
  text: (value: number) => string;
}

/** What a table shows; see `tableText`. */
export interface Table {
  /** What was measured, for example `32 at a time`. */
  title: string;
  /** What is counted, for example `request`. */
  unit: string;
  rows: readonly Row[];
  /** Behind the columns that all tables have. */
  more?: readonly MoreColumn[];
}

interface Column {
  heading: string;
  text: (row: Row) => string;
}

/**
 * A table of medians as Markdown, the same columns everywhere: rate (or wall time per one), CPU per one and
 * peak memory, the first two with their ratios to the peer and to the limit. A column in which nothing was
 * measured is left out.
 */
export function tableText({ title, unit, rows, more = [] }: Table): string {
  const isRate = rows.some((row) => !Number.isNaN(medianOf(row, 'perSecond')));
  const pace: FigureName = isRate ? 'perSecond' : 'wallMs';
  const columns: Column[] = [
    { heading: '', text: nameText },
    isRate
      ? { heading: 'rate', text: (row) => rateText(medianOf(row, pace)) }
      : { heading: `wall per ${unit}`, text: (row) => durationText(medianOf(row, pace) * 1_000) },
    ...ratioColumns(rows, pace),
    {
      heading: `CPU per ${unit}`,
      text: (row) => durationText(medianOf(row, 'cpuMicros')),
    },
    ...ratioColumns(rows, 'cpuMicros'),
    { heading: 'peak memory', text: (row) => memoryText(medianOf(row, 'peakMb')) },
    ...more.map(({ heading, figure, text }) => ({
      heading,
      text: (row: Row) => moreText(medianOf(row, figure), text),
    })),
  ];
  const filled = columns.filter(({ text }) => rows.some((row) => text(row) !== NOTHING));
  return [
    `${title}:`,
    '',
    line(filled.map(({ heading }) => heading)),
    line(filled.map((_, index) => (index === 0 ? '---' : '---:'))),
    ...rows.map((row) => line(filled.map(({ text }) => text(row)))),
  ].join('\n');
}

function ratioColumns(rows: readonly Row[], figure: FigureName): Column[] {
  return (['peer', 'limit'] as const).map((role) => {
    const reference = rows.find((row) => row.role === role);
    return {
      heading: `÷ ${role}`,
      text: (row) => ratioText(reference ? ratioOf(row, reference, figure) : NaN),
    };
  });
}

function nameText({ name, role }: Row): string {
  if (role === 'ours') return `**${name}**`;
  return role === 'beside' ? name : `${role}: ${name}`;
}

function moreText(value: number, text: MoreColumn['text']): string {
  return Number.isNaN(value) ? NOTHING : text(value);
}

function line(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}
