/** Prints the OpenAPI document; `npm run codegen` keeps the committed copy with it. */
import { buildDocument } from './build-document.js';

process.stdout.write(`${JSON.stringify(await buildDocument(), null, 2)}\n`);
