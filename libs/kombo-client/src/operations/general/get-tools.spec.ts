import { itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) => client.general.getTools({ category: 'ats' }),
  method: 'GET',
  path: '/tools/ats',
  data: { tools: [{ id: 'workday', label: 'Workday' }] },
  isOfAccount: true,
});
