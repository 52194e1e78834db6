import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.removeCandidateTag({
      x_integration_id: INTEGRATION,
      candidate_id: 'c1',
      request_body: { tag: { name: 'Tést' } },
    }),
  method: 'DELETE',
  path: '/ats/candidates/c1/tags',
  body: { tag: { name: 'Tést' } },
  data: {},
  isReceipt: true,
});
