import { deliveryIds } from '@result-links/delivery';
import { acceptedAtOf, filterConditions, lowestIdAt, Parameters } from './delivery-filter.js';

it('finds the time of acceptance in an id', () => {
  const ms = Date.parse('2026-11-23T12:34:56.789Z');
  expect(acceptedAtOf(deliveryIds({ nowMs: () => ms })())).toEqual(new Date(ms));
});

it('bounds ids by time: nothing of that millisecond sorts before the bound', () => {
  const ms = Date.parse('2026-11-23T12:34:56.789Z');
  const id = deliveryIds({ nowMs: () => ms })();
  expect(lowestIdAt(new Date(ms)) < id).toBe(true);
  expect(lowestIdAt(new Date(ms + 1)) > id).toBe(true);
});

it('bounds ids also for times no id can have', () => {
  expect(lowestIdAt(new Date(-1))).toBe('00000000-0000-0000-0000-000000000000');
  expect(lowestIdAt(new Date(8.64e15))).toBe('ffffffff-ffff-0000-0000-000000000000');
});

it('passes every value as a parameter', () => {
  const parameters = new Parameters();
  const nasty = "' or true --";
  const conditions = filterConditions({ accountId: nasty, errorCode: nasty }, parameters);
  expect(conditions).toEqual(['d.account_id = $1', 'd.error_code = $2']);
  expect(parameters.values).toEqual([nasty, nasty]);
});
