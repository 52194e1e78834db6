import type { Queryable } from '../engine/database.js';

/** A column as writers of another release meet it. */
interface Column {
  type: string;
  isNullable: boolean;
  hasDefault: boolean;
}

/** What of a schema can get in the way of a release that does not know it. */
export interface SchemaSnapshot {
  /** By `table.column`. */
  columns: Map<string, Column>;
  /** Checks, keys and unique indexes: their name, and the `table.column`s they speak of. */
  rules: Map<string, string[]>;
}

/** Reads the schema `result_links` from the catalogue. */
export async function takeSnapshot(db: Queryable): Promise<SchemaSnapshot> {
  const columns = await db.query<{
    place: string;
    type: string;
    is_nullable: boolean;
    has_default: boolean;
  }>(
    `select c.relname || '.' || a.attname as place, format_type(a.atttypid, a.atttypmod) as type,
            not a.attnotnull as is_nullable, a.atthasdef or a.attidentity <> '' as has_default
       from pg_attribute a join pg_class c on c.oid = a.attrelid
      where c.relnamespace = 'result_links'::regnamespace and c.relkind = 'r'
        and a.attnum > 0 and not a.attisdropped`,
  );
  const rules = await db.query<{ name: string; places: string[] }>(
    `select r.name, array(select c.relname || '.' || a.attname from pg_attribute a
                           where a.attrelid = c.oid and a.attnum = any(r.columns)
                           order by 1)::text[] as places
       from (select conrelid as table, conrelid::regclass || ' ' || pg_get_constraintdef(oid) as name,
                    conkey as columns
               from pg_constraint where contype in ('c', 'f', 'x')
             union all
             select indrelid, indexrelid::regclass || ' ' || pg_get_indexdef(indexrelid), indkey::int2[]
               from pg_index where indisunique) r
       join pg_class c on c.oid = r.table
      where c.relnamespace = 'result_links'::regnamespace`,
  );
  return {
    columns: new Map(
      columns.rows.map((row) => [
        row.place,
        { type: row.type, isNullable: row.is_nullable, hasDefault: row.has_default },
      ]),
    ),
    rules: new Map(rules.rows.map(({ name, places }) => [name, places])),
  };
}

/**
 * Why a release that knows the schema `before` might fail on the schema `after`, one sentence each: what it
 * reads or writes is gone or of another type, must be filled in although it knows nothing of it, or is held to
 * a rule that it does not know.
 */
export function incompatibilities(before: SchemaSnapshot, after: SchemaSnapshot): string[] {
  const tables = new Set([...before.columns.keys()].map((place) => place.split('.')[0]));
  const found: string[] = [];
  for (const [place, old] of before.columns) {
    const now = after.columns.get(place);
    if (now === undefined) {
      found.push(`${place} is gone`);
    } else if (now.type !== old.type) {
      found.push(`${place} was ${old.type} and is ${now.type}`);
    } else if (old.isNullable && !now.isNullable) {
      found.push(`${place} could be null and no longer can`);
    } else if (old.hasDefault && !now.hasDefault) {
      found.push(`${place} has lost its default`);
    }
  }
  for (const [place, column] of after.columns) {
    const isNew = !before.columns.has(place) && tables.has(place.split('.')[0]);
    if (isNew && !column.isNullable && !column.hasDefault) {
      found.push(`${place} is new, must be filled in, and has no default`);
    }
  }
  for (const [rule, places] of after.rules) {
    const known = places.filter((place) => before.columns.has(place));
    if (!before.rules.has(rule) && known.length > 0 && !followsFromBefore(rule, places, before)) {
      found.push(`${rule} is a new rule about ${known.join(', ')}`);
    }
  }
  return found;
}

/** Unique in some columns means unique in more of them: such an index forbids nothing new. */
function followsFromBefore(rule: string, places: readonly string[], before: SchemaSnapshot) {
  const condition = (name: string) => / CREATE UNIQUE INDEX .*?\)( WHERE .*)?$/.exec(name)?.[1];
  return [...before.rules].some(
    ([old, columns]) =>
      [old, rule].every((name) => name.includes(' CREATE UNIQUE INDEX ')) &&
      condition(old) === condition(rule) &&
      columns.every((column) => places.includes(column)),
  );
}
