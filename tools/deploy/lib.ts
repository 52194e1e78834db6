import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** The folder with everything that an installation is made of. */
export const DEPLOY = join(__dirname, '../../deploy');

/** The text of a file below `deploy/`. */
export function readDeployFile(path: string): string {
  return readFileSync(join(DEPLOY, path), 'utf8');
}

/** Any object of a YAML document. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- files of other tools; the specs look closely
export type Document = Record<string, any>;

/** A YAML file of one document. @throws YAMLParseError, also for a key that is there twice */
export function readYaml(path: string): Document {
  return parse(readDeployFile(path), { merge: true, strict: true, uniqueKeys: true }) as Document;
}

/** A YAML file of several documents. */
export function readYamls(path: string): Document[] {
  return parseAllDocuments(readDeployFile(path), { strict: true, uniqueKeys: true }).map(
    (document) => {
      if (document.errors.length > 0) {
        throw document.errors[0];
      }
      return document.toJS() as Document;
    },
  );
}
