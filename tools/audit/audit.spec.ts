import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { judge, readExceptions } from './audit.ts';

const advisory = 'https://github.com/advisories/GHSA-0000-0000-0000';
const report = {
  vulnerabilities: {
    bad: { name: 'bad', severity: 'high', via: [{ url: advisory, title: 'It is bad' }] },
    user: { name: 'user', severity: 'high', via: ['bad'] },
  },
};
const exception = { advisory, package: 'bad', reason: 'never called', until: '2027-01-31' };

it('names what is vulnerable, where the advisory is about', () => {
  expect(judge(report, [], '2026-11-23')).toEqual({
    kind: 'asked',
    problems: [`bad: high, It is bad (${advisory})`],
    excepted: [],
  });
});

it('lives with what is excepted, until its day', () => {
  expect(judge(report, [exception], '2027-01-31')).toMatchObject({ problems: [] });
  expect(judge(report, [exception], '2027-02-01')).toMatchObject({
    problems: [expect.stringContaining('It is bad')],
  });
});

it('an exception about nothing is to be taken out', () => {
  expect(judge({ vulnerabilities: {} }, [exception], '2026-11-23')).toMatchObject({
    problems: [expect.stringContaining('exception about nothing: bad')],
  });
});

it.each([
  [{ message: '405 Method Not Allowed', statusCode: 405 }, '405 Method Not Allowed'],
  [{ error: { code: 'ENOTFOUND', summary: 'no network' } }, 'no network'],
  [{}, 'no report (status unknown)'],
])('a registry that cannot be asked says nothing about the packages: %j', (answer, why) => {
  expect(judge(answer, [], '2026-11-23')).toEqual({ kind: 'unavailable', why });
});

it('the exceptions of this project have a reason and an end', () => {
  const file = join(__dirname, 'exceptions.json');
  expect(() => readExceptions(JSON.parse(readFileSync(file, 'utf8')))).not.toThrow();
  expect(() => readExceptions([{ ...exception, reason: '' }])).toThrow('has no reason');
  expect(() => readExceptions([{ ...exception, until: 'soon' }])).toThrow('needs a day');
});
