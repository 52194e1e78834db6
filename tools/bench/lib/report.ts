import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { replaceBlock } from './document.ts';

const DOCUMENT = fileURLToPath(new URL('../../../docs/performance.md', import.meta.url));

/** Prints a bench's block of docs/performance.md and, unless it is only to be printed, puts it there. */
export async function report(name: string, block: string, isPrintOnly: boolean): Promise<void> {
  const options = { ...(await resolveConfig(DOCUMENT)), filepath: DOCUMENT };
  console.log(await format(block, options));
  if (isPrintOnly) return;
  const document = replaceBlock(await readFile(DOCUMENT, 'utf8'), name, block);
  await writeFile(DOCUMENT, await format(document, options));
}
