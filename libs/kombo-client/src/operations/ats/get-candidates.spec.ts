import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats
      .getCandidates({
        x_integration_id: INTEGRATION,
        email: 'ada+test@example.com',
        job_ids: ['j1', 'j2'],
        include_deleted: true,
        updated_after: new Date(0),
        page_size: 2,
      })
      .page(),
  method: 'GET',
  path: '/ats/candidates?email=ada%2Btest%40example.com&job_ids=j1%2Cj2&include_deleted=true&updated_after=1970-01-01T00%3A00%3A00.000Z&page_size=2',
  data: { results: [{ id: 'c1', first_name: 'Ada', applications: [{ id: 'a1' }] }], next: 'more' },
});
