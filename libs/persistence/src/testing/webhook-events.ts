import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { Database } from '../engine/database.js';

const SCHEMAS = ['DeliveryEvent', 'IntegrationEvent', 'TestEvent'];
const folder = join(dirname(require.resolve('@result-links/contracts/package.json')), 'schemas');
const validators = [true, false].map((validateFormats) => {
  const ajv = new Ajv2020({ strict: false, validateFormats });
  if (validateFormats) addFormats.default(ajv as never);
  return SCHEMAS.map((name) =>
    ajv.compile(JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8')) as object),
  );
});

/** Events that wait for webhook endpoints and fit none of the contract's schemas, with `format` checked or not. */
export async function wrongEvents(db: Pick<Database, 'query'>): Promise<unknown[]> {
  const { rows } = await db.query<{ payload: unknown }>(
    'select payload from result_links.webhook_messages',
  );
  return rows
    .map(({ payload }) => payload)
    .filter((payload) => !validators.every((some) => some.some((validate) => validate(payload))));
}
