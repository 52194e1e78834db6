import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import fc from 'fast-check';
import { ConfirmDatabaseRequest } from '../admin/index.js';
import { parseTime, TIME_EXAMPLE } from './time.js';
import { validateDto } from './validate.js';

it.each([
  [TIME_EXAMPLE, '2026-11-16T00:00:00.000Z'],
  ['2026-11-16T10:30:00+01:00', '2026-11-16T09:30:00.000Z'],
  ['2026-11-16T10:30:00-05:45', '2026-11-16T16:15:00.000Z'],
  ['2026-11-16T10:30:00-00:00', '2026-11-16T10:30:00.000Z'],
  ['2026-11-16t10:30:00z', '2026-11-16T10:30:00.000Z'],
  ['2026-11-16T10:30:00.5Z', '2026-11-16T10:30:00.500Z'],
  ['2026-11-16T10:30:00.123456789Z', '2026-11-16T10:30:00.123Z'],
  [`2026-11-16T10:30:00.${'9'.repeat(1_000)}Z`, '2026-11-16T10:30:00.999Z'],
  ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
  ['1990-12-31T23:59:60Z', '1991-01-01T00:00:00.000Z'],
  ['1990-12-31T15:59:60.5-08:00', '1991-01-01T00:00:00.500Z'],
  ['1937-01-01T12:00:27.87+00:20', '1937-01-01T11:40:27.870Z'],
  ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'],
  ['0099-06-01T00:00:00Z', '0099-06-01T00:00:00.000Z'],
  ['9999-12-31T23:59:59.9999Z', '9999-12-31T23:59:59.999Z'],
])('%s is %s', (text, expected) => {
  expect(parseTime(text)?.toISOString()).toBe(expected);
});

/** What ISO 8601, JavaScript, PostgreSQL, or people take for a time. */
const REFUSED = [
  '',
  ' ',
  'now',
  'tomorrow',
  'infinity',
  '0',
  '1700000000',
  '1700000000000',
  '2026',
  '2026-11',
  '2026-11-16',
  '2026-W47-1',
  '2026W471',
  '2026-327',
  '20261116',
  '20261116T000000Z',
  '2026-11-16T10:30:00',
  '2026-11-16T10:30Z',
  '2026-11-16T10Z',
  '2026-11-16 10:30:00Z',
  '2026-11-16 10:30:00+00',
  '2026-11-16T10:30:00 01:00',
  '2026-11-16T10:30:00+0100',
  '2026-11-16T10:30:00+01',
  '2026-11-16T10:30:00+01:60',
  '2026-11-16T10:30:00+24:00',
  '2026-11-16T10:30:00\u221201:00',
  '2026-11-16T10:30:00 CET',
  '2026-11-16T10:30:00Z[Europe/Berlin]',
  '2026-11-16T10:30:00,5Z',
  '2026-11-16T10:30:00.Z',
  '2026-11-16T24:00:00Z',
  '2026-11-16T10:60:00Z',
  '2026-11-16T10:30:61Z',
  '2026-11-16T10:30:60Z',
  '2026-12-31T23:59:60+01:00',
  '2026-02-29T00:00:00Z',
  '2026-02-30T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-00-10T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-11-00T00:00:00Z',
  '0000-01-01T00:00:00Z',
  '0001-01-01T00:00:00+00:01',
  '9999-12-31T23:59:59-00:01',
  '9999-12-31T23:59:60Z',
  '+012026-11-16T00:00:00Z',
  '-002026-11-16T00:00:00Z',
  '12026-11-16T00:00:00Z',
  ' 2026-11-16T00:00:00Z',
  '2026-11-16T00:00:00Z ',
  '2026-11-16T00:00:00Z\n',
  '2026-11-16T00:00:00\u0000Z',
  '\u0662\u0660\u0662\u0666-11-16T00:00:00Z',
  'Mon, 16 Nov 2026 00:00:00 GMT',
];

it.each(REFUSED)('refuses %j, with an example', (text) => {
  expect(parseTime(text)).toBeNull();
  const result = validateDto(ConfirmDatabaseRequest, { since: text });
  expect(result).toMatchObject({ ok: false, errors: [{ path: 'since', code: 'isTime' }] });
  const [error] = result.ok ? [] : result.errors;
  expect(error?.message).toContain(`is not an RFC 3339 time with a zone. Example: ${TIME_EXAMPLE}`);
});

it.each([[0], [true], [{}], [['2026-11-16T00:00:00Z']]])('refuses %j in JSON', (since) => {
  const result = validateDto(ConfirmDatabaseRequest, { since });
  expect(result).toMatchObject({ ok: false, errors: [{ path: 'since', code: 'isTime' }] });
});

it('says how to write the offset in a query string, where + is a space', () => {
  const result = validateDto(ConfirmDatabaseRequest, { since: '2026-11-16T10:30:00 01:00' });
  expect(result.ok ? '' : result.errors[0]?.message).toContain('%2B');
});

it('reads every time that JavaScript writes', () => {
  const min = new Date('0001-01-01T00:00:00Z');
  const max = new Date('9999-12-31T23:59:59.999Z');
  const times = fc.date({ min, max, noInvalidDate: true });
  fc.assert(
    fc.property(times, (time) => parseTime(time.toISOString())?.getTime() === time.getTime()),
  );
});

it.each(['America/St_Johns', 'Pacific/Apia', 'UTC'])('does not depend on TZ=%s', (TZ) => {
  const script = `import { parseTime } from ${JSON.stringify(join(__dirname, 'time.ts'))};
    const texts = ['2011-12-30T12:00:00Z', '2026-11-16T10:30:00+01:00', '0001-01-01T00:00:00Z', '2026-11-16T10:30:00'];
    console.log(JSON.stringify(texts.map(parseTime)));`;
  const node = ['--no-warnings', '--input-type=module', '--eval', script];
  const env = { ...process.env, TZ };
  expect(JSON.parse(execFileSync(process.execPath, node, { env, encoding: 'utf8' }))).toEqual([
    '2011-12-30T12:00:00.000Z',
    '2026-11-16T09:30:00.000Z',
    '0001-01-01T00:00:00.000Z',
    null,
  ]);
});
