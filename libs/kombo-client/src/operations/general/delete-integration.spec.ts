import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) => client.general.deleteIntegration({ integration_id: 'workday:1' }),
  method: 'DELETE',
  path: '/integrations/workday%3A1',
  body: {},
  data: {},
  isReceipt: true,
  isOfAccount: true,
});
