import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/**
 * What people write today to check a file of NDJSON: `check-loop.ts <class-validator|ajv> <file>`. It keeps
 * nothing of a row but whether it is valid.
 */
const REQUEST_CLASS = 'PostAtsCandidatesCandidateIDResultLinksRequest';
const [, , kind = '', file = ''] = process.argv;

async function classValidator(): Promise<(row: unknown) => boolean> {
  const { [REQUEST_CLASS]: Request } = await import('@result-links/contracts');
  const { plainToInstance } = await import('class-transformer');
  const { validateSync } = await import('class-validator');
  const options = { whitelist: true, forbidNonWhitelisted: true };
  return (row) => validateSync(plainToInstance(Request, row), options).length === 0;
}

async function ajv(): Promise<(row: unknown) => boolean> {
  return (await import('../validate/ajv.ts')).ajvOf(REQUEST_CLASS);
}

const isValid = await (kind === 'ajv' ? ajv() : classValidator());
let bad = 0;
for await (const line of createInterface({ input: createReadStream(file) })) {
  if (!isValid(JSON.parse(line))) bad += 1;
}
if (bad > 0) throw new Error(`${bad} rows are not valid`);
