import { validateDto } from '../validation/validate.js';
import { CreateAccountRequest, CreateApiKeyRequest, UpdateAccountRequest } from './index.js';

const account = { id: 'acme-eu', region: 'eu', kombo_api_key: 'k'.repeat(20) };
const paths = (dto: new () => object, input: unknown) => {
  const result = validateDto(dto, input);
  return result.ok ? [] : result.errors.map(({ path }) => path);
};

it('takes an account with little and with everything', () => {
  expect(paths(CreateAccountRequest, account)).toEqual([]);
  expect(
    paths(CreateAccountRequest, {
      ...account,
      name: 'Acme',
      base_url: 'https://proxy.example/v1',
      webhook_secret: 'a-secret-of-24-characters',
      on_unknown: 'retry',
      limits: { concurrency: 5, rate: '10/s' },
    }),
  ).toEqual([]);
  expect(paths(UpdateAccountRequest, { name: null, webhook_secret: null, limits: {} })).toEqual([]);
});

it.each<[string, object]>([
  ['id', { id: 'Acme' }],
  ['id', { id: '-acme' }],
  ['region', { region: 'uk' }],
  ['base_url', { base_url: 'ftp://a.example' }],
  ['kombo_api_key', { kombo_api_key: 'with space' }],
  ['kombo_api_key', { kombo_api_key: undefined }],
  ['webhook_secret', { webhook_secret: 'x'.repeat(23) }],
  ['on_unknown', { on_unknown: 'maybe' }],
  ['limits.rate', { limits: { rate: '0/s' } }],
  ['limits.concurrency', { limits: { concurrency: 0 } }],
  ['is_enabled', { is_enabled: true }],
])('names %s when it is wrong: %j', (path, wrong) => {
  expect(paths(CreateAccountRequest, { ...account, ...wrong })).toEqual([path]);
});

it('never lets the region change', () => {
  expect(paths(UpdateAccountRequest, { region: 'us' })).toEqual(['region']);
});

it.each<[string, object]>([
  ['name', { name: '' }],
  ['scope', { scope: 'admin' }],
  ['integrations', { integrations: [] }],
  ['expires_at', { expires_at: 'tomorrow' }],
])('of a key, names %s when it is wrong', (path, wrong) => {
  expect(paths(CreateApiKeyRequest, { name: 'ci', ...wrong })).toEqual([path]);
});
