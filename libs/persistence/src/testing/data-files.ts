import { readdirSync, readFileSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { TestBed } from './test-bed.js';

/**
 * Which of the texts are in a file of the database, after a checkpoint.
 *
 * @param where `all` includes the write-ahead log; `tables` leaves it out
 */
export async function textsInFiles(
  { db, dataDir }: Pick<TestBed, 'db' | 'dataDir'>,
  texts: readonly string[],
  where: 'all' | 'tables' = 'all',
): Promise<string[]> {
  await db.query('checkpoint');
  const { rows } = await db.query<{ data_directory: string }>('show data_directory');
  const folder = db.kind === 'postgres' ? (rows[0]?.data_directory ?? '') : dataDir;
  const files = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => where === 'all' || !path.includes(`${sep}pg_wal${sep}`));
  const found = new Set<string>();
  for (const path of files) {
    const bytes = readFileSync(path);
    for (const text of texts) if (bytes.includes(text)) found.add(text);
  }
  return texts.filter((text) => found.has(text));
}
