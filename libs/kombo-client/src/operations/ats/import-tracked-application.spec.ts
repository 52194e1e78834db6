import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.importTrackedApplication({
      x_integration_id: INTEGRATION,
      request_body: {
        greenhouse: { id_type: 'application_id', application_id: '42' },
        tracked_at: null,
      },
    }),
  method: 'POST',
  path: '/ats/import-tracked-application',
  body: { greenhouse: { id_type: 'application_id', application_id: '42' }, tracked_at: null },
  data: { id: 't1', tracked_at: null, imported_id: {} },
  result: { id: 't1', tracked_at: null, imported_id: {}, warnings: ['careful'] },
});
