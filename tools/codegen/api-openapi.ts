/** Writes `apps/api/openapi.json`, the document that the service serves. Needs a built API. */
import { writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { format } from 'prettier';
import { buildDocument } from '../../apps/api/dist/openapi/build-document.js';

const target = resolve(import.meta.dirname, '../../apps/api/openapi.json');
const document = await buildDocument();
writeFileSync(target, await format(JSON.stringify(document), { parser: 'json', printWidth: 100 }));
