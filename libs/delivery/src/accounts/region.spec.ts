import { addressInRegion, RegionMismatchError } from './region.js';

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
  ['eu', 'https://user@api.us.kombo.dev/v1'],
  ['eu', 'https://api.uk.kombo.dev/v1'],
  ['eu', 'https://kombo.dev/v1'],
  ['eu', 'http://api.kombo.dev/v1'],
])('an account in %s never calls %s', (region, baseUrl) => {
  expect(() => addressInRegion(region, baseUrl)).toThrow(RegionMismatchError);
});

it.each([
  'http://127.0.0.1:4010/v1',
  'https://proxy.example/kombo/v1',
  'https://notkombo.dev/v1',
  'https://api.us.kombo.dev.example/v1',
])('takes %s as it is: it is none of Kombo’s hosts', (baseUrl) => {
  expect(addressInRegion('eu', baseUrl)).toBe(baseUrl);
});
