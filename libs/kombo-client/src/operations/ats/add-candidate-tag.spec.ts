import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.addCandidateTag({
      x_integration_id: INTEGRATION,
      candidate_id: 'c1',
      request_body: { tag: { name: 'Test passed' } },
    }),
  method: 'POST',
  path: '/ats/candidates/c1/tags',
  body: { tag: { name: 'Test passed' } },
  data: {},
  isReceipt: true,
});
