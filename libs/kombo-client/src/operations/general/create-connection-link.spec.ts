import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.general.createConnectionLink({
      request_body: {
        end_user_email: 'ops@example.com',
        end_user_organization_name: 'Example',
        integration_category: 'ATS',
      },
    }),
  method: 'POST',
  path: '/connect/create-link',
  body: {
    end_user_email: 'ops@example.com',
    end_user_organization_name: 'Example',
    integration_category: 'ATS',
  },
  data: { link: 'https://connect.kombo.dev/v1/abc' },
  isOfAccount: true,
});
