import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.assessment
      .getOrders({
        x_integration_id: INTEGRATION,
        statuses: ['OPEN'],
        ids: ['o1', 'o2'],
        created_after: '2026-11-01',
      })
      .page(),
  method: 'GET',
  path: '/assessment/orders?statuses=OPEN&ids=o1%2Co2&created_after=2026-11-01',
  data: { results: [{ id: 'o1', status: 'OPEN' }], next: 'more' },
});
