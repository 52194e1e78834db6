import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.addApplicationAttachment({
      x_integration_id: INTEGRATION,
      application_id: 'a1',
      request_body: {
        attachment: { name: 'Report.pdf', data_url: 'https://example.com/r.pdf', type: 'OTHER' },
      },
    }),
  method: 'POST',
  path: '/ats/applications/a1/attachments',
  body: {
    attachment: { name: 'Report.pdf', data_url: 'https://example.com/r.pdf', type: 'OTHER' },
  },
  data: {},
  isReceipt: true,
});
