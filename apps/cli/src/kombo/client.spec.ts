import { komboBaseUrl } from './client.js';

const destination = (baseUrl: string) =>
  ({ via: 'kombo', apiKey: 'k', region: 'eu', baseUrl }) as const;

it.each([
  'https://api.kombo.dev/v2',
  'https://api.kombo.dev/v1?a=b',
  'https://user:secret@proxy.example.com/v1',
  'proxy.example.com/v1',
])('refuses the address %s, with an example and where it comes from', (baseUrl) => {
  const reason = expect.objectContaining({
    message: expect.stringMatching(/^The address of Kombo must .* Example: https:/),
    details: expect.objectContaining({
      reason: 'base_url_invalid',
      hint: expect.stringContaining('--base-url, KOMBO_BASE_URL'),
    }),
  });
  expect(() => komboBaseUrl(destination(baseUrl))).toThrow(reason);
});

it('takes a slash at the end for none', () => {
  expect(komboBaseUrl(destination('https://api.kombo.dev/v1/'))).toBe('https://api.kombo.dev/v1');
});
