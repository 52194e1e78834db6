import { readPreferences } from './delivery-preferences.js';

const preferred = (prefer: string | string[] | undefined) => {
  const { waitMs, applied } = readPreferences({ prefer });
  return [waitMs / 1000, applied];
};

it.each<[string | string[] | undefined, number, string | null]>([
  [undefined, 300, null],
  ['respond-async', 0, 'respond-async'],
  ['wait=2', 2, 'wait=2'],
  ['respond-async, wait=2', 2, 'respond-async, wait=2'],
  ['wait=2, respond-async', 2, 'respond-async, wait=2'],
  ['Respond-Async , WAIT = "2"', 2, 'respond-async, wait=2'],
  [['respond-async', 'wait=2'], 2, 'respond-async, wait=2'],
  ['respond-async; x="a, wait=9"; y, wait=2;z=1', 2, 'respond-async, wait=2'],
  ['note="wait=9, respond-async", wait=2', 2, 'wait=2'],
  ['note="a \\" b, respond-async"', 300, null],
  ['wait=2, wait=9', 2, 'wait=2'],
  ['wait=0', 0, 'wait=0'],
  ['wait=99999999999999999999', 300, 'wait=300'],
  ['wait=soon, return=minimal', 300, null],
  ['wait=-1', 300, null],
  ['wait=1.5', 300, null],
  ['wait', 300, null],
  ['respond-async="', 0, 'respond-async'],
  ['wait="2', 300, null],
  [',;=", ', 300, null],
])('Prefer: %j waits up to %d s and applies %j', (prefer, seconds, applied) => {
  expect(preferred(prefer)).toEqual([seconds, applied]);
});

it('reads a hostile header in time that grows with its length', () => {
  const startedAt = performance.now();
  preferred(`${'"\\'.repeat(20_000)},${'a=";'.repeat(20_000)}`);
  expect(performance.now() - startedAt).toBeLessThan(1_000);
});
