import { join } from 'node:path';
import { inflate } from '@sparticuz/chromium';
import { chromium, type Browser } from 'playwright-core';

const PACKED = join(require.resolve('@sparticuz/chromium'), '../../bin');

/**
 * Unpacks the Chromium of the npm package, with the libraries that it needs, into `folder` and starts it
 * without a window. The caller closes it.
 */
export async function openBrowser(folder: string): Promise<Browser> {
  const executablePath = await unpack('chromium.br', folder);
  const libraries = await unpack('al2023.tar.br', folder);
  return chromium.launch({
    executablePath,
    // Chromium refuses its sandbox to root, which containers run as; the pages are ours.
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'],
    env: { ...process.env, HOME: folder, LD_LIBRARY_PATH: join(libraries, 'lib') },
  });
}

/** @returns where the file, or the folder, is. The package writes below the folder for temporary files. */
async function unpack(name: string, folder: string): Promise<string> {
  const before = process.env.TMPDIR;
  process.env.TMPDIR = folder;
  try {
    return await inflate(join(PACKED, name));
  } finally {
    if (before === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = before;
  }
}
