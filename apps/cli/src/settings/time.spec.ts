import { caught } from '../testing/caught.js';
import { futureTimeOption, pastTimeOption, readTime } from './time.js';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');

it.each([
  ['2h', '2026-11-23T10:00:00.000Z'],
  ['90s', '2026-11-23T11:58:30.000Z'],
  ['15m', '2026-11-23T11:45:00.000Z'],
  ['3d', '2026-11-20T12:00:00.000Z'],
  ['1w', '2026-11-16T12:00:00.000Z'],
  ['0s', '2026-11-23T12:00:00.000Z'],
  ['2026-11-23', '2026-11-23T00:00:00.000Z'],
  ['2026-11-23 10:00:00Z', '2026-11-23T10:00:00.000Z'],
  ['2026-11-23T10:00:00.5+01:00', '2026-11-23T09:00:00.500Z'],
  ['2026-11-23t10:00:00z', '2026-11-23T10:00:00.000Z'],
])('%s is %s', (text, expected) => {
  expect(readTime('--since', text, -1, NOW)).toBe(expected);
});

it('a duration of a time in the future begins now', () => {
  expect(readTime('--expires', '90d', 1, NOW)).toBe('2027-02-21T12:00:00.000Z');
});

it.each([
  '',
  'yesterday',
  '2',
  '-2h',
  '2 h',
  '2h30m',
  '2026-02-30',
  '2026-13-01',
  '2026-W47-1',
  '2026-327',
  '2026-11',
  '0000-01-01',
  '2026-11-23T25:00:00Z',
  '2026-11-23T10:00Z',
  '2026-11-23T10:00:00',
  '2026-11-23 10:00:00',
  '2026-11-23  10:00:00Z',
  '23.11.2026',
  '1700000000',
  '999999w',
])('refuses %j', async (text) => {
  for (const direction of [-1, 1] as const) {
    const error = await caught(() => readTime('--since', text, direction, NOW));
    expect(error.details.reason).toBe('time_invalid');
    expect(error.message).toContain('--since');
    expect(error.details.hint).toContain('2026-11-23T10:00:00Z');
  }
});

it('options say which forms there are, and read them', () => {
  const past = pastTimeOption('--since', 'accepted since then');
  expect(past).toMatchObject({ flags: '--since <time>' });
  expect(past.description).toContain('3d ago');
  expect(Date.parse(past.parse?.('1h') as string)).toBeLessThan(Date.now());
  const future = futureTimeOption('--expires', 'when it ends');
  expect(Date.parse(future.parse?.('1h') as string)).toBeGreaterThan(Date.now());
});
