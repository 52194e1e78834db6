import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.assessment.updateOrderResult({
      x_integration_id: INTEGRATION,
      assessment_order_id: 'o1',
      request_body: {
        status: 'COMPLETED',
        result_url: 'https://example.com/r/1',
        completed_at: '2026-11-23T12:00:00.000Z',
        score: 90,
        max_score: 100,
        attributes: [{ type: 'TEXT', label: 'Fit', value: 'good' }],
        attachments: [{ name: 'r.txt', content_type: 'text/plain', data: 'cg==' }],
      },
    }),
  method: 'PUT',
  path: '/assessment/orders/o1/result',
  body: {
    status: 'COMPLETED',
    result_url: 'https://example.com/r/1',
    completed_at: '2026-11-23T12:00:00.000Z',
    score: 90,
    max_score: 100,
    attributes: [{ type: 'TEXT', label: 'Fit', value: 'good' }],
    attachments: [{ name: 'r.txt', content_type: 'text/plain', data: 'cg==' }],
  },
  data: {},
  isReceipt: true,
});
