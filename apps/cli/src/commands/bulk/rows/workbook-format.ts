import type { SheetRow } from '../input/read-workbook.js';
import { NDJSON } from './ndjson-format.js';
import type { RowContent, RowFormat, SourceRow } from './source-row.js';

/** Rows of a workbook, which were written to a temporary file one JSON document per line. The header is row 0. */
export const WORKBOOK: RowFormat = {
  name: 'xlsx',

  async *read(chunks) {
    for await (const group of NDJSON.read(chunks)) yield sheetRows(group);
  },

  parse: (bytes) => contentOf(NDJSON.parse(bytes)),
};

function* sheetRows(group: Iterable<SourceRow>): Generator<SourceRow> {
  for (const row of group) {
    yield { ...row, row: row.row - 1, line: lineOf(row), content: contentOf(row.content) };
  }
}

/** That of the sheet. */
function lineOf({ content, line }: SourceRow): number {
  return content.kind === 'json' ? (content.value as SheetRow)[0] : line;
}

function contentOf(content: RowContent): RowContent {
  if (content.kind !== 'json') return content;
  const [, cells, message] = content.value as SheetRow;
  return message === undefined
    ? { kind: 'cells', cells }
    : { kind: 'cells', cells, problem: { column: '', code: 'cellUnreadable', message } };
}
