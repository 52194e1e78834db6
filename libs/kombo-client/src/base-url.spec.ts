import { BaseUrlError, isLoopback, parseBaseUrl } from './base-url.js';

it.each([
  ['https://api.kombo.dev/v1', 'https://api.kombo.dev/v1'],
  ['https://api.kombo.dev/v1/', 'https://api.kombo.dev/v1'],
  ['HTTPS://API.kombo.dev:443//../v1//', 'https://api.kombo.dev/v1'],
  [' https://proxy.example.com/v1\n', 'https://proxy.example.com/v1'],
  ['https://proxy.example.com', 'https://proxy.example.com'],
  ['https://proxy.example.com:8443/eu/kombo/', 'https://proxy.example.com:8443/eu/kombo'],
  ['http://127.0.0.1:4010/v1', 'http://127.0.0.1:4010/v1'],
  ['http://[::1]:4010/v1', 'http://[::1]:4010/v1'],
])('reads %j as %s', (text, url) => {
  expect(parseBaseUrl(text)).toBe(url);
});

it.each([
  ['', /^must be an absolute/],
  ['api.kombo.dev/v1', /^must be an absolute/],
  ['https:api.kombo.dev/v1', /^must be an absolute/],
  ['ftp://api.kombo.dev/v1', /^must be an absolute/],
  [42, /^must be an absolute/],
  ['https://api.kombo.dev/v1?', /^must have no credentials/],
  ['https://api.kombo.dev/v1?region=eu', /^must have no credentials/],
  ['https://api.kombo.dev/v1#', /^must have no credentials/],
  ['https://api.kombo.dev/v1#ats', /^must have no credentials/],
  ['https://user@api.kombo.dev/v1', /^must have no credentials/],
  ['https://:secret@proxy.example.com/v1', /^must have no credentials/],
  ['http://proxy.example.com/v1', /^must start with https/],
  ['http://api.kombo.dev/v1', /^must start with https/],
  ['http://127.0.0.1.example.com/v1', /^must start with https/],
  ['https://api.kombo.dev', /^must have the path \/v1/],
  ['https://api.kombo.dev/v2', /^must have the path \/v1/],
  ['https://api.kombo.dev/v1/ats', /^must have the path \/v1/],
  ['https://api.kombo.dev/V1', /^must have the path \/v1/],
  ['https://api.us.kombo.dev/', /^must have the path \/v1/],
  ['https://api.kombo.dev./', /^must have the path \/v1/],
])('refuses %j with an example, without repeating it', (text, problem) => {
  const parse = () => parseBaseUrl(text);
  expect(parse).toThrow(BaseUrlError);
  expect(parse).toThrow(expect.objectContaining({ problem: expect.stringMatching(problem) }));
  expect(parse).toThrow(/Example: https:/);
  expect(parse).not.toThrow(/secret/);
});

it('takes http: to another machine only where the caller allows it', () => {
  const url = 'http://gateway.internal/v1';
  expect(parseBaseUrl(url, { allowHttp: true })).toBe(url);
});

it.each([
  ['http://localhost:1/v1', true],
  ['http://sandbox.localhost/v1', true],
  ['http://127.8.9.10/v1', true],
  ['http://[::1]:3000/v1', true],
  ['http://127.example.com/v1', false],
  ['https://api.kombo.dev/v1', false],
])('%s is on this machine: %p', (url, expected) => {
  expect(isLoopback(url)).toBe(expected);
});
