import { isLoopback, parseApiUrl } from './api-url.js';

describe('parseApiUrl', () => {
  it.each([
    ['https://links.example.com', 'https://links.example.com/v1'],
    ['https://links.example.com/', 'https://links.example.com/v1'],
    ['https://links.example.com/v1', 'https://links.example.com/v1'],
    ['https://links.example.com/v1/', 'https://links.example.com/v1'],
    ['http://127.0.0.1:3000', 'http://127.0.0.1:3000/v1'],
    ['https://example.com/result-links', 'https://example.com/result-links/v1'],
    ['https://example.com/env1', 'https://example.com/env1/v1'],
  ])('%s means %s', (apiUrl, expected) => {
    expect(parseApiUrl(apiUrl)).toBe(expected);
  });

  it.each([
    '',
    'links.example.com',
    'ftp://links.example.com',
    'https://user:hunter2@links.example.com',
    'https://links.example.com?key=hunter2',
    'https://links.example.com/#hunter2',
  ])('refuses %j without repeating it', (apiUrl) => {
    expect(() => parseApiUrl(apiUrl)).toThrow(TypeError);
    expect(() => parseApiUrl(apiUrl)).not.toThrow('hunter2');
  });
});

describe('isLoopback', () => {
  it.each([
    ['http://127.0.0.1:3000/v1', true],
    ['http://localhost/v1', true],
    ['http://[::1]:3000/v1', true],
    ['https://links.example.com/v1', false],
    ['https://127.0.0.1.example.com/v1', false],
  ])('%s: %s', (url, expected) => {
    expect(isLoopback(url)).toBe(expected);
  });
});
