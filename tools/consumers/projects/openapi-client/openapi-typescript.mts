import createClient from 'openapi-fetch';
import type { components, paths } from './generated/openapi-typescript';

const api = createClient<paths>({
  baseUrl: process.argv[2],
  headers: { authorization: 'Bearer key' },
});

type Body = components['schemas']['PostAtsCandidatesCandidateIDResultLinksRequestBody'];
const body: Body = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
};
// @ts-expect-error a result link has a URL
const wrong: Body = { label: 'Assessment result' };

const call = (content: Body) =>
  api.POST('/v1/ats/candidates/{candidate_id}/result-links', {
    params: {
      path: { candidate_id: 'c 1' },
      header: { 'X-Integration-Id': 'workday:1' },
    },
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
