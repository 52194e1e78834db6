import { KomboApiError, KomboHttpError } from './errors.js';
import { clientFor, closeClients, errorBody, rejectionOf } from './testing/fixtures.js';
import { answering, closeServers, startServer } from './testing/test-server.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

const success = (data: unknown) => JSON.stringify({ status: 'success', data });

it('checks the API key', async () => {
  const server = await startServer(answering(200, success({ environment_id: 'env1', x: 1 })));
  const response = await clientFor(server.baseUrl).checkApiKey();
  expect(response.data).toEqual({ environment_id: 'env1' });
  expect(server.seen[0]).toMatchObject({ method: 'GET', path: '/v1/check-api-key', body: '' });
  expect(server.seen[0]?.headers).not.toHaveProperty('content-type');
  expect(server.seen[0]?.headers).not.toHaveProperty('x-integration-id');
});

it('gets the details of an integration, without what the product does not read', async () => {
  const action = {
    id: 'ats_add_result_link_to_application',
    label: 'Add result link to application',
    is_available: false,
    coverage_status: 'SUPPORTED',
    scope_config_setting: 'OPTIONAL',
    opted_out_by_customer: true,
  };
  const details = {
    id: 'workday:1',
    tool: { id: 'workday', label: 'Workday' },
    category: 'ATS',
    status: 'ACTIVE',
    setup_status: 'COMPLETED',
    end_user: { organization_name: 'Acme', creator_email: null, origin_id: 'o1' },
    write_actions: [action],
  };
  const answer = {
    ...details,
    beta: false,
    read_models: [],
    write_actions: [{ ...action, fields: [] }],
  };
  const server = await startServer(answering(200, success(answer)));
  const response = await clientFor(server.baseUrl).getIntegrationDetails('workday:1');
  expect(response.data).toEqual(details);
  expect(server.seen[0]?.path).toBe('/v1/integrations/workday%3A1');
});

it('reads missing and odd fields as what claims least', async () => {
  const server = await startServer(answering(200, success({ write_actions: [{ id: 'a' }, 7] })));
  const { data } = await clientFor(server.baseUrl).getIntegrationDetails('x');
  expect(data).toMatchObject({
    status: '',
    end_user: { origin_id: null },
    write_actions: [
      { id: 'a', is_available: false, coverage_status: 'UNKNOWN', opted_out_by_customer: false },
    ],
  });
});

it.each(['', '<html>', 'null', '{"status":"success"}', success(null), success([]), '{"data":{}}'])(
  'has nothing to return for a 2xx with the body %p',
  async (body) => {
    const server = await startServer(answering(200, body));
    const error = await rejectionOf(clientFor(server.baseUrl).checkApiKey());
    expect(error).toBeInstanceOf(KomboHttpError);
    expect(error).toMatchObject({ httpStatus: 200, requestSent: 'yes', outcome: 'unknown' });
  },
);

it('is refused as writes are', async () => {
  const server = await startServer(answering(404, errorBody('PLATFORM.INTEGRATION_NOT_FOUND')));
  const error = await rejectionOf(clientFor(server.baseUrl).getIntegrationDetails('x'));
  expect(error).toBeInstanceOf(KomboApiError);
  expect(error).toMatchObject({ code: 'PLATFORM.INTEGRATION_NOT_FOUND', outcome: 'rejected' });
});

it.each(['', '..'])('refuses the integration id %p', async (id) => {
  const error = await rejectionOf(clientFor('http://127.0.0.1:1/v1').getIntegrationDetails(id));
  expect(error).toMatchObject({ name: 'KomboRequestError', requestSent: 'no' });
});
