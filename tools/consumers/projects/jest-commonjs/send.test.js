/* eslint-disable @nx/enforce-module-boundaries -- another team's code: what it imports comes from a tarball */
const { validateResultLinkBody } = require('@result-links/contracts');
const { KomboClient, KomboConnectionError } = require('@result-links/kombo-client');

test('a body without a URL', () => {
  const { errors } = validateResultLinkBody({ label: 'Assessment result' });
  expect(errors).toMatchObject([{ path: 'url' }]);
});

test('classes may be mocked and spied upon', async () => {
  const kombo = new KomboClient({ apiKey: 'key', region: 'eu' });
  jest.spyOn(kombo, 'checkApiKey').mockResolvedValue({ status: 200 });
  await expect(kombo.checkApiKey()).resolves.toEqual({ status: 200 });
  kombo.close();
});

test('nothing listens there', async () => {
  const kombo = new KomboClient({ apiKey: 'key', baseUrl: 'http://127.0.0.1:9/v1' });
  await expect(kombo.checkApiKey()).rejects.toThrow(KomboConnectionError);
  kombo.close();
});

test('an adapter of axios', async () => {
  const adapter = async (config) => ({ status: 204, headers: {}, config, data: '' });
  const kombo = new KomboClient({ apiKey: 'key', axios: { adapter } });
  const request = { integration_id: 'one', request_body: { value: true } };
  const { data } = await kombo.general.setIntegrationEnabled(request);
  expect(data).toEqual({ warnings: [], isParsed: false });
});
