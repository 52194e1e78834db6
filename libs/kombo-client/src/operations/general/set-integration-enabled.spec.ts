import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.general.setIntegrationEnabled({
      integration_id: 'workday:1',
      request_body: { value: true },
    }),
  method: 'PUT',
  path: '/integrations/workday%3A1/enabled',
  body: { value: true },
  data: {},
  isReceipt: true,
  isOfAccount: true,
});
