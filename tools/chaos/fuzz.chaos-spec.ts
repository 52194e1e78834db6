import { complaintsAbout } from './fuzz/complaints.ts';
import { runScenarioCommand } from './testing/run-scenario.ts';

it('spoilt requests get the error envelope, never a 5xx', async () => {
  const args = ['--requests', '1500', '--seed', '42'];
  const { exitCode, figures, violations } = await runScenarioCommand('fuzz', args, 110_000);
  expect(violations).toEqual([]);
  expect(exitCode).toBe(0);
  expect(figures['answered']).toBeGreaterThan(1_450);
  // They got behind the door, and they were refused.
  const statuses = figures['statuses'] as Record<string, number>;
  expect(statuses['200']).toBeGreaterThan(100);
  expect(statuses['400']).toBeGreaterThan(100);
}, 120_000);

describe('the judge', () => {
  const error = { code: null, title: 'T', message: 'M', log_url: null };
  const answer = (given: object) => ({
    status: 400,
    contentType: 'application/json; charset=utf-8',
    headers: {},
    body: JSON.stringify({ status: 'error', error }),
    ...given,
  });
  const judge = (given: object) => complaintsAbout({ method: 'POST' }, answer(given), ['s3cret']);
  const withError = (change: object) =>
    answer({ body: JSON.stringify({ status: 'error', error: { ...error, ...change } }) });

  it('has nothing against the envelope', () => {
    expect(judge({})).toEqual([]);
    expect(judge({ status: 504, headers: { 'x-delivery-state': 'unknown' } })).toEqual([]);
  });

  it.each<[string, object, string]>([
    ['a 5xx', { status: 500 }, 'status 500'],
    ['another content type', { contentType: 'text/html' }, 'an error as "text/html"'],
    ['no body', { contentType: '', body: '' }, 'an error as ""'],
    ['no envelope', { body: '{"message":"no"}' }, 'an error without the envelope'],
    ['a code that nobody knows', withError({ code: 'OURS' }), 'the unknown code OURS'],
    ['no message', withError({ message: '' }), 'an error without message'],
    ['a stack', withError({ message: 'x\n    at f (/a/b.js:1:2)' }), 'shows a stack'],
    ['SQL', withError({ message: 'delete from result_links.x' }), 'shows SQL'],
    ['a secret', withError({ message: 's3cret' }), 'shows a secret'],
    ['a success cut off', { status: 200, body: '{"a":' }, 'a success that is no JSON'],
  ])('complains about %s', (_name, given, complaint) => {
    expect(judge(given)).toContain(complaint);
  });
});
