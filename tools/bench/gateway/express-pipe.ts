import { PostAtsCandidatesCandidateIDResultLinksRequestBody } from '@result-links/contracts';
import { ExpressAdapter } from 'nest-platform-express';
import { servePeer } from '../lib/nest-peer.ts';

/** The peer of answering: Nest as it comes, with its ValidationPipe on the same class, and no upstream. */
await servePeer({
  adapter: new ExpressAdapter(),
  status: 200,
  addLink: () => ({ status: 'success', data: {}, warnings: [] }),
  bodyClass: PostAtsCandidatesCandidateIDResultLinksRequestBody,
});
