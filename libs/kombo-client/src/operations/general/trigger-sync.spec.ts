import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.general.triggerSync({ x_integration_id: INTEGRATION, request_body: { type: 'DELTA' } }),
  method: 'POST',
  path: '/force-sync',
  body: { type: 'DELTA' },
  data: { already_queued: false, sync_id: 's1', type: 'FULL' },
});
