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
import { ensurePrivate } from './private-directories.js';
import { withoutOptimising } from './small-pglite.js';
import { SMALL_BUFFERS } from './syncing-node-fs.js';

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
  ensurePrivate(draft);
  const startParams = [...PGlite.defaultStartParams, ...SMALL_BUFFERS];
  // The parser comes in somewhere in here. The code is shared with the instance that is opened next, so until
  // the next start this process has optimised less than it might.
  const lite = await withoutOptimising(() => PGlite.create(draft, { startParams }));
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
