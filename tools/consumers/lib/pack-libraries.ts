import { existsSync, globSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { LIBRARIES, PACKED_VARIABLE, WORKSPACE } from './packed.ts';
import { runOrFail } from './run.ts';

/** Before all tests: packs the built libraries as `npm publish` would. */
export default async function packLibraries(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'packed-'));
  process.env[PACKED_VARIABLE] = folder;
  for (const library of LIBRARIES) {
    const cwd = `${WORKSPACE}/libs/${library}`;
    if (!existsSync(`${cwd}/dist/index.js`)) {
      throw new Error(`libs/${library} is not built: nx run ${library}:build`);
    }
    removeStaleOutput(cwd);
    await runOrFail('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd });
  }
}

/** A source that was renamed or removed leaves its output behind, which `tsc --build` does not clean up. */
function removeStaleOutput(cwd: string): void {
  for (const file of globSync('dist/**/*.{js,d.ts}{,.map}', { cwd })) {
    const source = file.replace(/^dist/, 'src').replace(/(\.d\.ts|\.js)(\.map)?$/, '.ts');
    if (!existsSync(`${cwd}/${source}`)) rmSync(`${cwd}/${file}`);
  }
}
