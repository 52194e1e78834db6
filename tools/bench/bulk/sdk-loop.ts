/**
 * What people write today: the official SDK in a loop. `sdk-loop.ts <rows> <at once> <integrations …>`
 */
import { Kombo } from '@kombo-api/sdk';
import { bodyOf, rowOf } from './rows.ts';

const [rows = '0', atOnce = '1', ...integrations] = process.argv.slice(2);
const clients = new Map(
  integrations.map((integration_id) => [
    integration_id,
    new Kombo({
      api_key: process.env['KOMBO_API_KEY'] ?? '',
      integration_id,
      server_url: process.env['KOMBO_BASE_URL'] ?? '',
    }),
  ]),
);
let next = 0;
let failed = 0;
const worker = async () => {
  while (next < Number(rows)) {
    const row = rowOf(next++, integrations);
    const body = bodyOf(row) as never;
    await clients
      .get(row.integration)
      ?.ats.addCandidateResultLink({ candidate_id: row.candidate, body })
      .catch(() => (failed += 1));
  }
};
await Promise.all(Array.from({ length: Number(atOnce) }, worker));
if (failed > 0) throw new Error(`${failed} failed`);
process.exit(); // it keeps connections, and with them the process
