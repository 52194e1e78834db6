import type { Difference } from './compare.ts';

/** A difference as it is printed. */
export interface Row extends Difference {
  /** Why it is allowed; absent when it is not. */
  readonly reason?: string;
}

const COLUMNS = ['what', 'change', 'ours', 'theirs', 'where'] as const;

/** The differences as an aligned table, one per line, those that are not allowed first. */
export function renderTable(rows: readonly Row[]): string {
  const sorted = [...rows].sort(
    (a, b) => Number(a.reason !== undefined) - Number(b.reason !== undefined),
  );
  const lines = [
    [...COLUMNS, 'allowed because'],
    ...sorted.map((row) => [
      row.what,
      row.change,
      row.ours || '-',
      row.theirs || '-',
      row.where.join(', '),
      row.reason ?? '',
    ]),
  ];
  const widths = COLUMNS.map((_, column) =>
    Math.max(...lines.map((line) => line[column]?.length ?? 0)),
  );
  return lines
    .map((line) => line.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
    .map((line) => `${line.trimEnd()}\n`)
    .join('');
}
