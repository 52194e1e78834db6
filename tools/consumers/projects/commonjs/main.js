/* eslint-disable @nx/enforce-module-boundaries -- another team's code: what it imports comes from a tarball */
const {
  KOMBO_ERROR_CODES,
  validateCandidateResultLinkRequest,
} = require('@result-links/contracts');
const { default: loadMetadata } = require('@result-links/contracts/openapi');
const { KomboClient, outcomeOf } = require('@result-links/kombo-client');

const request = {
  x_integration_id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
  candidate_id: '3kPq8TnVwXyZ5bRdHjMcLfGs',
  request_body: { label: 'Assessment result', url: 'https://assessments.example.com/results/42' },
};
const accepted = validateCandidateResultLinkRequest(request);
const refused = validateCandidateResultLinkRequest({ ...request, request_body: { label: '' } });
const kombo = new KomboClient({ apiKey: 'key', region: 'eu' });
kombo.close();

loadMetadata().then((metadata) => {
  console.log(
    JSON.stringify({
      accepted: accepted.ok && accepted.value.request_body.label,
      refused: refused.ok || refused.errors.map(({ path }) => path),
      codes: KOMBO_ERROR_CODES.length,
      models: metadata['@nestjs/swagger'].models.length > 0,
      outcome: typeof outcomeOf,
      client: typeof kombo.addCandidateResultLink,
    }),
  );
});
