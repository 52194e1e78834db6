import { cpSync, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { PGLITE_VERSION } from '../engine/pglite/checks.js';
import { initialiseOnce } from '../engine/pglite/first-initialisation.js';

const BUILD = join(__dirname, '..', '..', 'out-tsc');
const TEMPLATE = join(BUILD, `embedded-template-${PGLITE_VERSION}`);

/**
 * Puts a freshly initialised embedded database into the data directory. Initialising takes seconds of
 * computing, copying the result of the first time does not. (Opening takes it for its own.)
 */
export async function copyEmbeddedTemplate(dataDir: string): Promise<void> {
  if (!existsSync(TEMPLATE)) await makeTemplate();
  cpSync(TEMPLATE, join(dataDir, 'database'), { recursive: true });
}

/** Spec files run side by side: each makes its own, the first one to be done wins. */
async function makeTemplate(): Promise<void> {
  mkdirSync(BUILD, { recursive: true });
  const own = `${TEMPLATE}-${process.pid}`;
  await initialiseOnce(own);
  try {
    renameSync(own, TEMPLATE);
  } catch {
    rmSync(own, { recursive: true, force: true });
  }
}
