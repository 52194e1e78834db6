import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.general.sendPassthroughRequest({
      x_integration_id: INTEGRATION,
      tool: 'greenhouse',
      api: 'harvest',
      request_body: { method: 'GET', path: '/candidates', params: { page: '1' } },
    }),
  method: 'POST',
  path: '/passthrough/greenhouse/harvest',
  body: { method: 'GET', path: '/candidates', params: { page: '1' } },
  data: { url: 'https://x.example.com/candidates', status: 404, headers: {}, data: null },
  result: { status: 404, warnings: ['careful'] },
});
