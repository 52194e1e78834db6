import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.general.createSetupLink({
      integration_id: 'workday:1',
      request_body: { link_type: 'MAGIC_LINK', language: 'de' },
    }),
  method: 'POST',
  path: '/integrations/workday%3A1/setup-link',
  body: { link_type: 'MAGIC_LINK', language: 'de' },
  data: { link: 'https://connect.kombo.dev/v1/abc' },
  isOfAccount: true,
});
