import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats
      .getUsers({ x_integration_id: INTEGRATION, emails: ['r@example.com'], cursor: 'abc/=' })
      .page(),
  method: 'GET',
  path: '/ats/users?emails=r%40example.com&cursor=abc%2F%3D',
  data: { results: [{ id: 'u1', remote_id: '7' }], next: 'more' },
});
