import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { PGlite } from '@electric-sql/pglite';

/**
 * Makes the database files, all or nothing: beside their place, synced, then renamed into it.
 * PGlite initialises in place and syncs nothing: a power cut in the first seconds leaves a
 * directory that cannot be opened ("not a valid data directory", measured 5 times of 5).
 * Call it under the directory lock; a leftover of an interrupted run is thrown away.
 */
export async function initialiseOnce(databaseDir: string): Promise<void> {
  if (existsSync(databaseDir)) return;
  const draft = `${databaseDir}.init`;
  rmSync(draft, { recursive: true, force: true });
  const lite = await PGlite.create(draft);
  await lite.close();
  syncTree(draft);
  renameSync(draft, databaseDir);
  syncPath(dirname(databaseDir));
}

function syncTree(directory: string): void {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory()) syncTree(path);
    else if (entry.isFile()) syncPath(path);
  }
  syncPath(directory);
}

function syncPath(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
