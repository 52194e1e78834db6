import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.assessment.setPackages({
      x_integration_id: INTEGRATION,
      request_body: {
        packages: [{ id: '1', type: 'SKILLS_TEST', name: 'TypeScript', description: 'A test' }],
      },
    }),
  method: 'PUT',
  path: '/assessment/packages',
  body: { packages: [{ id: '1', type: 'SKILLS_TEST', name: 'TypeScript', description: 'A test' }] },
  data: {},
  isReceipt: true,
});
