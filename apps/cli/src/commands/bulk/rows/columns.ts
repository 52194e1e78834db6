import { usageError } from '../../../errors.js';
import { REFERENCE_FIELDS } from './row-request.js';

/** What a column can be. */
export const COLUMN_FIELDS = [
  'x_integration_id',
  ...REFERENCE_FIELDS,
  'label',
  'url',
  'custom_field_name_prefix',
  'remote_fields',
] as const;

/** A field of the row, an attribute by its key (`attr:Score`), or nothing. */
export type ColumnMeaning =
  | { kind: 'field'; field: (typeof COLUMN_FIELDS)[number] }
  | { kind: 'attribute'; key: string }
  | { kind: 'ignored' }
  /** Its cell in the header is blank. Spreadsheets write such columns; a value in one is an error. */
  | { kind: 'nameless' };

/** A column of a CSV. */
export interface Column {
  /** As the header has it; of a nameless one its position: `column 7`. */
  name: string;
  meaning: ColumnMeaning;
}

/** Begins the names of columns that `bulk report` adds to the rows it writes; they are passed over. */
export const REPORT_COLUMN_PREFIX = 'error:';

/** Begins the names of columns with attributes. */
export const ATTRIBUTE_PREFIX = 'attr:';

/** `--map` as it was given: what a column is, by its name. */
export type ColumnMap = ReadonlyMap<string, ColumnMeaning>;

/** Reads `--map column=field`; `=field` is about columns without a name. @throws CliError when a field does not exist or a column is mapped twice */
export function parseColumnMap(mappings: readonly string[]): ColumnMap {
  const map = new Map<string, ColumnMeaning>();
  for (const mapping of mappings) {
    // The last one: the name of a column may hold a "=", that of a field never does.
    const separator = mapping.lastIndexOf('=');
    const name = mapping.slice(0, separator);
    const meaning = separator < 0 ? undefined : meaningOf(mapping.slice(separator + 1));
    if (meaning === undefined) {
      throw usageError('map_invalid', `--map "${mapping}" is not column=field.`, {
        hint: `Fields: ${[...COLUMN_FIELDS, `${ATTRIBUTE_PREFIX}<key>`].join(', ')}, or - to leave the column out.`,
      });
    }
    if (map.has(name)) {
      throw usageError('map_invalid', `--map names the column "${name}" twice.`);
    }
    map.set(name, meaning);
  }
  return map;
}

/** `-` or empty: the column is left out. */
function meaningOf(field: string): ColumnMeaning | undefined {
  if (field === '-') return { kind: 'ignored' };
  if (field.startsWith(ATTRIBUTE_PREFIX) && field.length > ATTRIBUTE_PREFIX.length) {
    return { kind: 'attribute', key: field.slice(ATTRIBUTE_PREFIX.length) };
  }
  const known = COLUMN_FIELDS.find((name) => name === field);
  return known === undefined ? undefined : { kind: 'field', field: known };
}

/** Whether a cell has no value: empty, or only spaces of any kind, as spreadsheets leave them behind. */
export function isBlank(cell: string): boolean {
  return cell === '' || cell.trim() === '';
}

/**
 * What each column of a header means. An unknown column is an error, since a misspelled one would be a
 * result without its scores.
 *
 * @param ignoresUnknown unknown columns are left out
 * @throws CliError for unknown, doubled and missing columns, all of a kind at once
 */
export function readHeader(
  cells: readonly string[],
  map: ColumnMap,
  ignoresUnknown: boolean,
): Column[] {
  const names = cells.map((name) => (isBlank(name) ? '' : name));
  const absent = [...map.keys()].filter((name) => !names.includes(name));
  if (absent.length > 0) {
    throw usageError('map_invalid', `--map names columns that are not there: ${quoted(absent)}.`, {
      hint: `Columns: ${quoted(cells)}.`,
    });
  }
  const unknown: string[] = [];
  const columns = names.map((name, index): Column => {
    const meaning = map.get(name) ?? meaningOfName(name, ignoresUnknown);
    if (meaning === undefined) unknown.push(name);
    return { name: name || `column ${index + 1}`, meaning: meaning ?? { kind: 'ignored' } };
  });
  if (unknown.length > 0 && !ignoresUnknown) {
    throw usageError('column_unknown', `Unknown columns: ${quoted(unknown)}.`, {
      hint:
        `Map one with --map "${unknown[0]}=<field>", ignore one with --map "${unknown[0]}=-", or all of them\n` +
        `with --ignore-columns. Fields: ${[...COLUMN_FIELDS, `${ATTRIBUTE_PREFIX}<key>`].join(', ')}.\n` +
        "If these aren't column names, the first row isn't the header, or the separator is a different\n" +
        'one: see --delimiter.',
    });
  }
  refuseDoubles(columns);
  return columns;
}

/** A column without any mapping; names from a spreadsheet may have spaces around. */
function meaningOfName(name: string, ignoresUnknown: boolean): ColumnMeaning | undefined {
  if (name === '') return { kind: ignoresUnknown ? 'ignored' : 'nameless' };
  const trimmed = name.trim();
  return trimmed.startsWith(REPORT_COLUMN_PREFIX) ? { kind: 'ignored' } : meaningOf(trimmed);
}

function refuseDoubles(columns: readonly Column[]): void {
  const seen = new Map<string, string>();
  for (const { name, meaning } of columns) {
    if (meaning.kind === 'ignored' || meaning.kind === 'nameless') continue;
    const what = meaning.kind === 'field' ? meaning.field : ATTRIBUTE_PREFIX + meaning.key;
    const before = seen.get(what);
    if (before !== undefined) {
      throw usageError('column_doubled', `Two columns are ${what}: ${quoted([before, name])}.`, {
        hint: 'Rename one of them in the file.',
      });
    }
    seen.set(what, name);
  }
}

function quoted(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => `"${name.slice(0, 60)}"`);
  return (
    shown.join(', ') +
    (names.length > shown.length ? `, and ${names.length - shown.length} more` : '')
  );
}
