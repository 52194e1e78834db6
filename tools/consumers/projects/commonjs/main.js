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
/** Takes axios, which the client loads for it. */
const adapter = async (config) => ({
  status: 200,
  headers: {},
  config,
  data: JSON.stringify({ status: 'success', data: { environment_id: config.url } }),
});
const kombo = new KomboClient({ apiKey: 'key', region: 'eu', axios: { adapter } });

Promise.all([loadMetadata(), kombo.checkApiKey()]).then(([metadata, { data }]) => {
  console.log(
    JSON.stringify({
      accepted: accepted.ok && accepted.value.request_body.label,
      refused: refused.ok || refused.errors.map(({ path }) => path),
      codes: KOMBO_ERROR_CODES.length,
      models: metadata['@nestjs/swagger'].models.length > 0,
      outcome: typeof outcomeOf,
      asked: data.environment_id,
    }),
  );
  kombo.close();
});
