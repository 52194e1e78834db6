import { findInexactNumbers, type TargetPreference } from '@result-links/contracts';
import { takeBack } from '../failed-rows/formula-cells.js';
import { isBlank, type Column } from './columns.js';
import { checkDraft, REFERENCE_FIELDS, type CheckedRow, type RowDraft } from './row-request.js';
import type { RowContent, RowProblem } from './source-row.js';

/** What holds for every row that says nothing else. */
export interface RowDefaults {
  integration?: string;
  prefix?: string;
  label?: string;
  /** Chooses among several applications of a candidate. */
  prefer?: TargetPreference;
}

/** Turns what is in a row into a request. */
export interface RowReader {
  /** @returns the request, or every broken rule by its column */
  read(content: RowContent): CheckedRow;
}

/** Longest value that is shown of a broken cell, in characters. */
const LONGEST_SHOWN = 80;

/**
 * Reads rows of a CSV. A blank cell is nothing: the field is absent, and its default holds. So are cells
 * that a row does not have: Excel omits the last separators of rows that end in empty cells.
 *
 * @param isOurs written by `bulk report`: formulas in it were neutralised, which is taken back
 */
export function cellReader(
  columns: readonly Column[],
  defaults: RowDefaults,
  isOurs: boolean,
): RowReader {
  return {
    read: (content) => {
      if (content.kind !== 'cells') return unreadable(content);
      if (content.problem !== undefined) return { ok: false, problems: [content.problem] };
      const cells = isOurs ? content.cells.map(takeBack) : content.cells;
      const { draft, problems, columnByPath } = draftOf(cells, columns, defaults);
      const checked = checkDraft(draft, defaults.prefer);
      const misfit = misfitOf(cells, columns, checked.ok);
      if (misfit !== undefined) return { ok: false, problems: [misfit] };
      if (checked.ok && problems.length === 0) return checked;
      const all = [...problems, ...(checked.ok ? [] : checked.problems)];
      return { ok: false, problems: all.map((problem) => inColumn(problem, columnByPath)) };
    },
  };
}

/** Reads rows of NDJSON: requests of the contract, in which an e-mail address or a remote id may name the target. */
export function jsonReader(defaults: RowDefaults): RowReader {
  return {
    read: (content) => {
      if (content.kind !== 'json') return unreadable(content);
      const { value } = content;
      if (!isObject(value)) {
        const message = 'the row must be a JSON object';
        return { ok: false, problems: [{ column: '', code: 'isObject', message }] };
      }
      return checkDraft(draftOfJson(value, defaults), defaults.prefer);
    },
  };
}

/**
 * Named one by one: to take them out of a copy with `delete` costs V8 ten times as much, as the copy becomes a
 * table. A key `__proto__` stays a key either way, and is refused as one.
 */
function draftOfJson(value: Record<string, unknown>, defaults: RowDefaults): RowDraft {
  const {
    application_id,
    candidate_id,
    remote_id,
    remote_id_of,
    email,
    job,
    target_type,
    ...rest
  } = value;
  const named = { application_id, candidate_id, remote_id, remote_id_of, email, job, target_type };
  const reference: RowDraft['reference'] = {};
  for (const field of REFERENCE_FIELDS) {
    // Does not compile when one of them is forgotten above.
    if (named[field] !== undefined) reference[field] = named[field];
  }
  return { request: withDefaults(rest, defaults), reference };
}

function unreadable(content: RowContent): CheckedRow {
  return {
    ok: false,
    problems: [
      content.kind === 'broken'
        ? content.problem
        : { column: '', code: 'format', message: 'the row is in another format' },
    ],
  };
}

/** A row whose cells are not those of the header. @param isValid the row makes a request as it is */
function misfitOf(
  cells: readonly string[],
  columns: readonly Column[],
  isValid: boolean,
): RowProblem | undefined {
  const [own, wanted] = [cells.length, columns.length];
  if (own < wanted && !isValid) {
    const message = `the row has only ${own} cells, the header ${wanted}`;
    return { column: '', code: 'tooFewCells', message };
  }
  if (own > wanted && !cells.slice(wanted).every(isBlank)) {
    const message = `the row has ${own} cells, the header ${wanted}`;
    return { column: '', code: 'tooManyCells', message };
  }
  return undefined;
}

interface CellDraft {
  draft: RowDraft;
  problems: RowProblem[];
  /** Where a value came from, by its path in the request. */
  columnByPath: Map<string, { column: string; value: string }>;
}

function draftOf(
  cells: readonly string[],
  columns: readonly Column[],
  defaults: RowDefaults,
): CellDraft {
  const problems: RowProblem[] = [];
  const columnByPath: CellDraft['columnByPath'] = new Map();
  const attributes: { key: string; value: string }[] = [];
  const body: Record<string, unknown> = {};
  const request: Record<string, unknown> = {};
  const reference: RowDraft['reference'] = {};
  let prefix = defaults.prefix;
  for (const [index, { name, meaning }] of columns.entries()) {
    const value = cells[index] ?? '';
    if (meaning.kind === 'ignored' || isBlank(value)) continue;
    const from = { column: name, value };
    if (meaning.kind === 'nameless') {
      const message =
        'the column has a value but no name: name it in the header, or ignore it with --map "=-"';
      problems.push({ column: name, code: 'namelessColumn', message, value: shortened(value) });
      continue;
    }
    if (meaning.kind === 'attribute') {
      const path = `request_body.details.attributes[${attributes.length}]`;
      columnByPath.set(`${path}.key`, from).set(`${path}.value`, from);
      attributes.push({ key: meaning.key, value });
      continue;
    }
    switch (meaning.field) {
      case 'label':
        columnByPath.set('request_body.label', from);
        body.label = value;
        break;
      case 'url':
        columnByPath.set('request_body.url', from);
        body.url = value.trim();
        break;
      case 'x_integration_id':
        columnByPath.set(meaning.field, from);
        request[meaning.field] = value.trim();
        break;
      case 'custom_field_name_prefix':
        columnByPath.set(PREFIX_PATH, from);
        prefix = value;
        break;
      case 'remote_fields':
        body.remote_fields = parseRemoteFields(from, problems);
        break;
      default:
        columnByPath.set(meaning.field, from);
        reference[meaning.field] = value.trim();
    }
  }
  if (attributes.length > 0) body.details = { custom_field_name_prefix: prefix, attributes };
  request.request_body = body;
  return { draft: { request: withDefaults(request, defaults), reference }, problems, columnByPath };
}

const PREFIX_PATH = 'request_body.details.custom_field_name_prefix';

function parseRemoteFields(
  { column, value }: { column: string; value: string },
  problems: RowProblem[],
): unknown {
  const problem = (code: string, message: string) => {
    problems.push({ column, code, message, value: shortened(value) });
    return undefined;
  };
  try {
    const parsed: unknown = JSON.parse(value);
    const [inexact] = findInexactNumbers(value, 'remote_fields');
    return inexact ? problem(inexact.code, `${inexact.path}: ${inexact.message}`) : parsed;
  } catch {
    return problem('json', 'remote_fields must be a JSON object');
  }
}

/** What the row says itself wins. A prefix is put only where there are attributes without one. */
function withDefaults(
  request: Record<string, unknown>,
  { integration, prefix, label }: RowDefaults,
): Record<string, unknown> {
  if (integration === undefined && prefix === undefined && label === undefined) return request;
  const filled = { ...request };
  if (integration !== undefined) filled.x_integration_id ??= integration;
  const body = filled.request_body;
  if (!isObject(body) || (label === undefined && prefix === undefined)) return filled;
  const filledBody = { ...body };
  if (label !== undefined) filledBody.label ??= label;
  const { details } = filledBody;
  if (prefix !== undefined && isObject(details)) {
    filledBody.details = {
      ...details,
      custom_field_name_prefix: details.custom_field_name_prefix ?? prefix,
    };
  }
  return { ...filled, request_body: filledBody };
}

/** Names the column instead of the path, and shows what stands there. */
function inColumn(problem: RowProblem, columnByPath: CellDraft['columnByPath']): RowProblem {
  const { column: path, code, message } = problem;
  const from = columnByPath.get(path);
  if (from !== undefined)
    return { column: from.column, code, message, value: shortened(from.value) };
  if (path === PREFIX_PATH) {
    return {
      column: 'custom_field_name_prefix',
      code,
      message:
        'attributes need a prefix: fill the column custom_field_name_prefix, or use --prefix',
    };
  }
  return { ...problem, column: path.replace(/^request_body\./, '') };
}

function shortened(value: string): string {
  return value.length > LONGEST_SHOWN ? `${value.slice(0, LONGEST_SHOWN)}…` : value;
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
