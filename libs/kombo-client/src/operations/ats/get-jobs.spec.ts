import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats
      .getJobs({
        x_integration_id: INTEGRATION,
        statuses: ['OPEN'],
        post_url: 'https://jobs.example.com/?id=1&x=2',
        name_contains: 'C++',
        ignore_unsupported_filters: false,
      })
      .page(),
  method: 'GET',
  path: '/ats/jobs?statuses=OPEN&post_url=https%3A%2F%2Fjobs.example.com%2F%3Fid%3D1%26x%3D2&name_contains=C%2B%2B&ignore_unsupported_filters=false',
  data: { results: [{ id: 'j1', stages: [{ id: 's1' }] }], next: 'more' },
});
