import { Kombo } from '@kombo-api/sdk';
import { ExpressAdapter } from 'nest-platform-express';
import { servePeer } from '../lib/nest-peer.ts';

/**
 * The peer: Nest as it comes, a controller that hands the body to the official SDK. The adapter is installed
 * under another name: under its own it is an optional peer of @nestjs/core, and would be installed with the
 * product as well.
 */
const kombo = new Kombo({
  ...{ api_key: 'bench', integration_id: 'workday:bench' },
  server_url: process.argv[2] ?? '',
});

await servePeer({
  adapter: new ExpressAdapter(),
  status: 200,
  addLink: async (candidate_id, body) => {
    await kombo.ats.addCandidateResultLink({ candidate_id, body: body as never });
    return { status: 'success', data: {}, warnings: [] };
  },
});
