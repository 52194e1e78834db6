import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats
      .getApplications({
        x_integration_id: INTEGRATION,
        outcomes: ['PENDING', 'HIRED'],
        job_remote_ids: ['R 1'],
        current_stage_ids: ['s1'],
        remote_created_after: '2026-11-01T00:00:00Z',
      })
      .page(),
  method: 'GET',
  path: '/ats/applications?outcomes=PENDING%2CHIRED&job_remote_ids=R%201&current_stage_ids=s1&remote_created_after=2026-11-01T00%3A00%3A00Z',
  data: { results: [{ id: 'a1', candidate: { id: 'c1' } }], next: 'more' },
});
