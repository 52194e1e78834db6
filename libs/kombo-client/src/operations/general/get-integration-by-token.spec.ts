import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) => client.general.getIntegrationByToken({ token: 'a/b' }),
  method: 'GET',
  path: '/connect/integration-by-token/a%2Fb',
  data: { id: 'workday:1', tool: 'workday', setup_status: 'COMPLETED' },
  isOfAccount: true,
});
