import { createClient } from './generated/hey-api/client';
import { postAtsCandidatesCandidateIdResultLinks } from './generated/hey-api/sdk.gen';
import type { PostAtsCandidatesCandidateIdResultLinksRequestBody as Body } from './generated/hey-api/types.gen';

const client = createClient({ baseUrl: process.argv[2], auth: 'key' });

const body: Body = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
};
// @ts-expect-error a result link has a URL
const wrong: Body = { label: 'Assessment result' };

const call = (content: Body) =>
  postAtsCandidatesCandidateIdResultLinks({
    client,
    path: { candidate_id: 'c 1' },
    headers: { 'X-Integration-Id': 'workday:1' },
    body: content,
  });

const written = await call(body);
const refused = await call(wrong);
console.log(
  JSON.stringify({
    written: written.data?.status,
    refused: refused.error?.error.fields?.[0]?.path,
  }),
);
