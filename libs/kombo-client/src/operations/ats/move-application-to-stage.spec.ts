import { INTEGRATION, itSpeaks } from '../../testing/operation-example.js';

itSpeaks({
  call: (client) =>
    client.ats.moveApplicationToStage({
      x_integration_id: INTEGRATION,
      application_id: 'a1',
      request_body: {
        stage_id: 's2',
        remote_fields: { workday: { Step_Type: 'Next_Step_Reference' } },
      },
    }),
  method: 'PUT',
  path: '/ats/applications/a1/stage',
  body: { stage_id: 's2', remote_fields: { workday: { Step_Type: 'Next_Step_Reference' } } },
  data: {},
  isReceipt: true,
});
