import { caught } from '../testing/caught.js';
import { parseTime } from './time.js';

const NOW = Date.parse('2026-11-23T12:00:00.000Z');

describe('parseTime', () => {
  it.each([
    ['2h', '2026-11-23T10:00:00.000Z'],
    ['90s', '2026-11-23T11:58:30.000Z'],
    ['15m', '2026-11-23T11:45:00.000Z'],
    ['3d', '2026-11-20T12:00:00.000Z'],
    ['1w', '2026-11-16T12:00:00.000Z'],
    ['0s', '2026-11-23T12:00:00.000Z'],
    ['2026-11-23', '2026-11-23T00:00:00.000Z'],
    ['2026-11-23 10:00:00Z', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T10:00Z', '2026-11-23T10:00:00.000Z'],
    ['2026-11-23T10:00:00.5+01:00', '2026-11-23T09:00:00.500Z'],
  ])('%s is %s', (text, expected) => {
    expect(parseTime('--since', text, NOW)).toBe(expected);
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
    '2026-11-23T25:00Z',
    '2026-11-23T10:00',
    '23.11.2026',
    '1700000000',
    '999999w',
  ])('refuses %j', async (text) => {
    const error = await caught(() => parseTime('--since', text, NOW));

    expect(error.details.reason).toBe('time_invalid');
    expect(error.message).toContain('--since');
  });
});
