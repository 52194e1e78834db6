import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) => client.assessment.getPackages({ x_integration_id: INTEGRATION }),
  method: 'GET',
  path: '/assessment/packages',
  data: { packages: [{ id: '1', type: 'SKILLS_TEST', name: 'TypeScript', updated_at: null }] },
});
