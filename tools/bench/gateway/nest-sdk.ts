/* eslint-disable @nx/enforce-module-boundaries -- what the benchmarks share is no package */
import { Kombo } from '@kombo-api/sdk';
import { servePeer } from '../lib/nest-peer.ts';

/** The peer: a Nest controller that hands the body to the official SDK. */
const kombo = new Kombo({
  api_key: 'bench',
  integration_id: 'workday:bench',
  server_url: process.argv[2] ?? '',
});

await servePeer(200, async (id, body) => {
  await kombo.ats.addCandidateResultLink({ candidate_id: id, body: body as never });
  return { status: 'success', data: {}, warnings: [] };
});
