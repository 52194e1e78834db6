import { readHardeningConfig } from './hardening-config.js';

it('is sane with nothing set: generous limits, no other origins, no proxies', () => {
  expect(readHardeningConfig({})).toEqual({
    rateLimit: { count: 5_000, windowMs: 1_000 },
    authFailureLimit: { count: 60, windowMs: 60_000 },
    maxConnections: 4_096,
    corsOrigins: [],
    trustedProxies: [],
    komboHosts: [],
    hasDocs: true,
  });
});

it('reads everything', () => {
  expect(
    readHardeningConfig({
      RESULT_LINKS_RATE_LIMIT: '100/m',
      RESULT_LINKS_AUTH_FAILURE_LIMIT: 'OFF',
      RESULT_LINKS_MAX_CONNECTIONS: '50',
      RESULT_LINKS_CORS_ORIGINS: 'https://a.example, http://localhost:4200,',
      RESULT_LINKS_TRUSTED_PROXIES: '10.0.0.0/8, ::1',
      RESULT_LINKS_KOMBO_HOSTS: 'proxy.example, gateway.example:8443',
      RESULT_LINKS_DOCS: 'off',
    }),
  ).toEqual({
    rateLimit: { count: 100, windowMs: 60_000 },
    authFailureLimit: null,
    maxConnections: 50,
    corsOrigins: ['https://a.example', 'http://localhost:4200'],
    trustedProxies: ['10.0.0.0/8', '::1'],
    komboHosts: ['proxy.example', 'gateway.example:8443'],
    hasDocs: false,
  });
});

it.each([
  ['RESULT_LINKS_RATE_LIMIT', 'fast', /must be a rate such as 10\/s .*"off"/],
  ['RESULT_LINKS_RATE_LIMIT', '0/s', /must be a rate/],
  ['RESULT_LINKS_AUTH_FAILURE_LIMIT', '5', /must be a rate/],
  ['RESULT_LINKS_MAX_CONNECTIONS', '0', /whole number from 1/],
  ['RESULT_LINKS_KOMBO_HOSTS', '*', /must list hosts/],
  ['RESULT_LINKS_KOMBO_HOSTS', 'https://proxy.example', /must list hosts/],
  ['RESULT_LINKS_KOMBO_HOSTS', 'proxy.example:443', /must list hosts/],
  ['RESULT_LINKS_CORS_ORIGINS', '*', /must list origins/],
  ['RESULT_LINKS_CORS_ORIGINS', 'https://a.example/', /not "https:\/\/a\.example\/"/],
  ['RESULT_LINKS_CORS_ORIGINS', 'a.example', /must list origins/],
  ['RESULT_LINKS_TRUSTED_PROXIES', 'proxy.internal', /must list IP addresses/],
  ['RESULT_LINKS_TRUSTED_PROXIES', '10.0.0.0/64', /must list IP addresses/],
  ['RESULT_LINKS_TRUSTED_PROXIES', '1.2.3', /must list IP addresses/],
  ['RESULT_LINKS_DOCS', 'maybe', /must be one of on, off/],
])('names %s when it is %s', (name, value, message) => {
  expect(() => readHardeningConfig({ [name]: value })).toThrow(name);
  expect(() => readHardeningConfig({ [name]: value })).toThrow(message);
});
