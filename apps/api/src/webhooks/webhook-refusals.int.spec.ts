import { startService, type TestService } from '../testing/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service?.close());

const create = async (url: string) => {
  const response = await fetch(`${service.url}/v1/webhook-endpoints`, {
    method: 'POST',
    headers: { authorization: `Bearer ${service.apiKey}`, 'content-type': 'application/json' },
    body: JSON.stringify({ url }),
  });
  return { status: response.status, body: await response.json() };
};

it.each([
  'http://hooks.example.com/',
  'https://127.0.0.1/',
  'https://2130706433/',
  'https://[::ffff:7f00:1]/',
  'https://169.254.169.254/latest/meta-data',
  'https://localhost/',
  'https://metadata.google.internal/',
])('unless it is a trial, %s cannot be an endpoint', async (url) => {
  expect(await create(url)).toMatchObject({
    status: 400,
    body: { error: { reason: 'request_invalid', fields: [{ path: 'url' }] } },
  });
});

it('a secret is not kept without a key to seal it with', async () => {
  expect(await create('https://hooks.example.com/')).toMatchObject({
    status: 409,
    body: {
      error: {
        reason: 'encryption_key_missing',
        message: expect.stringContaining('RESULT_LINKS_ENCRYPTION_KEY'),
      },
    },
  });
});
