import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { runOrFail } from './run.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The path of a Chromium; undefined where none is installed. */
export function findBrowser(): string | undefined {
  const folders = (process.env.PATH ?? '').split(delimiter);
  return folders
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
    .find((path) => {
      try {
        accessSync(path, constants.X_OK);
        return true;
      } catch {
        return false;
      }
    });
}

/** Opens a page without a window, lets its scripts run and returns the document as HTML. */
export function openPage(browser: string, file: string, profile: string): Promise<string> {
  // The page is ours; Chromium refuses its sandbox to root, which containers run as.
  const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
  const args = [...flags, `--user-data-dir=${profile}`, '--dump-dom', pathToFileURL(file).href];
  return runOrFail(browser, args, { cwd: profile });
}
