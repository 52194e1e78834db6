import { BaseUrlError } from '@result-links/kombo-client';
import { addressInRegion, allowedAddress, RegionMismatchError } from './region.js';

const EU = 'https://api.kombo.dev/v1';
const US = 'https://api.us.kombo.dev/v1';

it('is the region’s own address unless told otherwise', () => {
  expect(addressInRegion('eu', null)).toBe(EU);
  expect(addressInRegion('us', null)).toBe(US);
  expect(addressInRegion('eu', EU)).toBe(EU);
  expect(addressInRegion('us', US)).toBe(US);
});

it.each<['eu' | 'us', string]>([
  ['eu', US],
  ['us', EU],
  ['eu', 'https://API.US.KOMBO.DEV/v1'],
  ['eu', 'https://api.us.kombo.dev./v1'],
  ['eu', 'https://api.us.kombo.dev:8443/v1'],
  ['eu', 'https://api.uk.kombo.dev/v1'],
  ['eu', 'https://kombo.dev/v1'],
  ['eu', 'https://api.kombo.dev./v1'],
  ['eu', 'https://api.kombo.dev:8443/v1'],
])('an account in %s never calls %s', (region, baseUrl) => {
  expect(() => addressInRegion(region, baseUrl)).toThrow(RegionMismatchError);
});

it.each([
  'https://user@api.us.kombo.dev/v1',
  'http://api.kombo.dev/v1',
  'https://api.kombo.dev/v2',
])('%s is no address of an account', (baseUrl) =>
  expect(() => addressInRegion('eu', baseUrl)).toThrow(BaseUrlError),
);

it.each([
  'http://127.0.0.1:4010/v1',
  'https://proxy.example/kombo/v1',
  'https://notkombo.dev/v1',
  'https://api.us.kombo.dev.example/v1',
])('takes %s as it is: it is none of Kombo’s hosts', (baseUrl) => {
  expect(addressInRegion('eu', baseUrl)).toBe(baseUrl);
});

describe('an address that an administrator sets', () => {
  const allowed = ['proxy.example', 'gateway.example:8443'];

  it.each([
    null,
    EU,
    'http://127.0.0.1:4010/v1',
    'http://[::1]:4010/v1',
    'https://proxy.example/kombo/v1',
    'https://PROXY.example:443/v1',
    'https://gateway.example:8443/v1',
  ])('may be %s', (baseUrl) => {
    expect(() => allowedAddress('eu', baseUrl, allowed)).not.toThrow();
  });

  it.each([
    US,
    'https://api.kombo.dev:8443/v1',
    'http://proxy.example/v1',
    'https://proxy.example/v1?a=b',
    'https://proxy.example:8443/v1',
    'https://proxy.example./v1',
    'https://evil.example/v1',
    'https://proxy.example.evil.example/v1',
    'https://a.proxy.example/v1',
    'https://127.0.0.1.evil.example/v1',
    'https://localhost./v1',
    'https://169.254.169.254/v1',
    'https://[::ffff:127.0.0.1]/v1',
  ])('may not be %s', (baseUrl) => {
    expect(() => allowedAddress('eu', baseUrl, allowed)).toThrow();
  });

  it('is kept without what makes no difference', () => {
    expect(allowedAddress('eu', 'https://PROXY.example:443/kombo//', allowed)).toBe(
      'https://proxy.example/kombo',
    );
    expect(allowedAddress('eu', null, allowed)).toBeNull();
  });
});
