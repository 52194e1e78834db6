import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.addCandidateAttachment({
      x_integration_id: INTEGRATION,
      candidate_id: 'c1',
      request_body: {
        attachment: { name: 'Report.pdf', data_url: 'https://example.com/r.pdf', type: 'OTHER' },
      },
    }),
  method: 'POST',
  path: '/ats/candidates/c1/attachments',
  body: {
    attachment: { name: 'Report.pdf', data_url: 'https://example.com/r.pdf', type: 'OTHER' },
  },
  data: {},
  isReceipt: true,
});
