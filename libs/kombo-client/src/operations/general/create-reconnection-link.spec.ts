import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) => client.general.createReconnectionLink({ integration_id: 'workday:1' }),
  method: 'POST',
  path: '/integrations/workday%3A1/relink',
  body: {},
  data: { link: 'https://connect.kombo.dev/v1/abc' },
  isOfAccount: true,
});
