import { existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const workspace = fileURLToPath(new URL('../../..', import.meta.url));

/** Folder of the package that a file belongs to, from the top of the workspace: `node_modules/axios`. */
function packageOf(file) {
  const path = relative(workspace, file).replaceAll('\\', '/');
  const [installed] = /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path) ?? [];
  if (installed !== undefined) return installed;
  let folder = dirname(path);
  while (folder !== '.' && !existsSync(join(workspace, folder, 'package.json'))) {
    folder = dirname(folder);
  }
  return folder;
}

/**
 * Packages with code in each file that esbuild wrote, for the software bill of materials of a deployment.
 *
 * @param metafile what esbuild notes about a build
 * @param project its folder: paths in the metafile are relative to it
 * @param isLeftOut for files whose contents were replaced
 * @param inlined packages within a module that was built before, by its name there: `named:contract`
 * @returns folders of packages, by output file, both from the top of the workspace
 */
export function bundledPackages(metafile, project, isLeftOut, inlined = {}) {
  const entries = Object.entries(metafile.outputs).map(([output, { inputs }]) => {
    const used = Object.entries(inputs).filter(([, { bytesInOutput }]) => bytesInOutput > 0);
    const folders = used.flatMap(([input]) => {
      if (input in inlined) return inlined[input];
      const file = resolve(project, input);
      return existsSync(file) && !isLeftOut(file) ? [packageOf(file)] : [];
    });
    const path = relative(workspace, resolve(project, output));
    return [path, [...new Set(folders)].sort()];
  });
  return Object.fromEntries(entries);
}
