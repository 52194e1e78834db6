import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.addApplicationNote({
      x_integration_id: INTEGRATION,
      application_id: 'a1',
      request_body: {
        content: 'See https://example.com/r/1',
        content_type: 'PLAIN_TEXT',
        remote_fields: { lever: { perform_as: '7' } },
      },
    }),
  method: 'POST',
  path: '/ats/applications/a1/notes',
  body: {
    content: 'See https://example.com/r/1',
    content_type: 'PLAIN_TEXT',
    remote_fields: { lever: { perform_as: '7' } },
  },
  data: {},
  isReceipt: true,
});
