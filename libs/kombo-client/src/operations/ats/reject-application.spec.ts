import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.rejectApplication({
      x_integration_id: INTEGRATION,
      application_id: 'a1',
      request_body: { rejection_reason_id: 'r1', note: 'Below the line' },
    }),
  method: 'POST',
  path: '/ats/applications/a1/reject',
  body: { rejection_reason_id: 'r1', note: 'Below the line' },
  data: {},
  isReceipt: true,
});
