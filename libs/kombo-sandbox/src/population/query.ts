/** What a listing was asked for, as it came: one value per name. */
export type RawQuery = URLSearchParams;

/** Something in a query that Kombo would refuse; the message says which parameter and why. */
export class InvalidQueryError extends Error {
  override readonly name = 'InvalidQueryError';
}

/** Reads the text of one parameter. @throws {InvalidQueryError} */
type Reader<T> = (name: string, text: string) => T;

/** The parameters of a listing and how to read each. */
export type QueryShape = Readonly<Record<string, Reader<unknown>>>;

/** What comes of a shape: every parameter may be absent. */
export type Query<S extends QueryShape> = { [K in keyof S]?: ReturnType<S[K]> };

const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}:\d{2}(\.\d+)?)?Z?$/;

/** Any text. */
export const text: Reader<string> = (_name, value) => value;

/** Texts separated by commas. */
export const list: Reader<string[]> = (_name, value) => value.split(',');

/** `true` or `false`. */
export const flag: Reader<boolean> = (name, value) => {
  ensure(value === 'true' || value === 'false', `${name} must be true or false`);
  return value === 'true';
};

/** A point in time, or a day. */
export const date: Reader<number> = (name, value) => {
  const ms = DATE.test(value)
    ? Date.parse(value.length > 10 && !value.endsWith('Z') ? `${value}Z` : value)
    : NaN;
  ensure(Number.isFinite(ms), `${name} must be a date like 2026-01-31T00:00:00.000Z`);
  return ms;
};

/** Something with an `@` in the middle. */
export const email: Reader<string> = (name, value) => {
  ensure(/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(value), `${name} must be an email address`);
  return value;
};

/** One or more of a closed set, separated by commas. */
export const oneOf = <T extends string>(...known: T[]): Reader<T[]> => {
  return (name, value) => {
    const values = value.split(',') as T[];
    const isKnown = values.every((one) => known.includes(one));
    ensure(isKnown, `${name} must be of ${known.join(', ')}`);
    return values;
  };
};

/** What every listing of synced data takes. */
export const COMMON = {
  cursor: text,
  page_size: (name: string, value: string): number => {
    const size = /^\d{1,4}$/.test(value) ? Number(value) : 0;
    ensure(size >= 1 && size <= 250, `${name} must be a whole number from 1 to 250`);
    return size;
  },
  updated_after: date,
  include_deleted: flag,
  ignore_unsupported_filters: flag,
  ids: list,
  remote_ids: list,
} satisfies QueryShape;

/**
 * Reads a query. A parameter without a value counts as absent. That a parameter of another name is
 * refused, and one that is given twice, is inferred: it is what finds a typing error.
 *
 * @throws {InvalidQueryError}
 */
export function readQuery<S extends QueryShape>(shape: S, raw: RawQuery): Query<S> {
  const query: Record<string, unknown> = {};
  for (const name of new Set(raw.keys())) {
    const reader = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (reader === undefined) {
      const known = Object.keys(shape).join(', ');
      throw new InvalidQueryError(`${name} is not a parameter of this route; there are: ${known}`);
    }
    const [value = '', ...more] = raw.getAll(name);
    ensure(more.length === 0, `${name} must be given once`);
    if (value !== '') query[name] = reader(name, value);
  }
  return query as Query<S>;
}

function ensure(condition: boolean, message: string): asserts condition {
  if (!condition) throw new InvalidQueryError(message);
}
