import { TARGET_PREFERENCES, type TargetReference } from '@result-links/contracts';
import fc from 'fast-check';
import type { FoundApplication } from '../index.js';
import { application, candidate } from '../testing/table-look-ups.js';
import { LISTED_CHOICES } from './answers.js';
import { decide } from './decide.js';

const byEmail = (more: Partial<TargetReference> = {}): TargetReference => ({
  x_integration_id: 'workday:1',
  email: 'ada@example.com',
  ...more,
});

const among = (reference: TargetReference, ...candidates: ReturnType<typeof candidate>[]) =>
  decide(reference, { candidates, applications: [] });

const pending = (id: string, createdAt: string | null) => application(id, { createdAt });

describe('one candidate', () => {
  it('with one application: the application', () => {
    expect(among(byEmail(), candidate('c', [application('a')]))).toEqual({
      status: 'resolved',
      target: { type: 'application', id: 'a' },
      message: 'found one application',
      choices: [
        {
          type: 'application',
          id: 'a',
          candidate_id: 'c',
          initials: 'A.L.',
          job: { id: 'job-1', remote_id: 'r-job-1', name: 'Engineer' },
          outcome: 'PENDING',
          created_at: '2026-01-01T00:00:00.000Z',
        },
      ],
      choice_count: 1,
      failure: null,
    });
  });

  it('without applications: the candidate', () => {
    expect(among(byEmail(), candidate('c'))).toMatchObject({
      status: 'resolved',
      target: { type: 'candidate', id: 'c' },
    });
  });

  it('without applications, when it has to be one: nothing', () => {
    expect(among(byEmail({ target_type: 'application' }), candidate('c'))).toMatchObject({
      status: 'not_found',
      message: 'there is a candidate with this email address, but without an application',
    });
  });

  it('with several applications: all of them as choices, and nothing to write to', () => {
    const answer = among(byEmail(), candidate('c', [application('a'), application('b')]));
    expect(answer).toMatchObject({ status: 'ambiguous', target: null, choice_count: 2 });
    expect(answer.choices.map(({ id }) => id)).toEqual(['a', 'b']);
    expect(answer.message).toContain('name the job');
  });

  it('with several applications, when the candidate is meant: the candidate', () => {
    const known = candidate('c', [application('a'), application('b')]);
    expect(among(byEmail({ target_type: 'candidate' }), known)).toMatchObject({
      target: { type: 'candidate', id: 'c' },
    });
  });
});

describe('a job', () => {
  const other = { id: 'job-2', remoteId: 'r-job-2', name: 'Writer' };
  const known = candidate('c', [application('a'), application('b', { job: other })]);

  it.each(['job-2', 'r-job-2'])('%s leaves the applications to it', (job) => {
    expect(among(byEmail({ job }), known).target).toEqual({ type: 'application', id: 'b' });
  });

  it('leaves those who did not apply to it', () => {
    expect(
      among(byEmail({ job: 'job-2' }), candidate('d', [application('x')]), known),
    ).toMatchObject({ target: { id: 'b' } });
    expect(
      among(byEmail({ job: 'job-2', target_type: 'candidate' }), candidate('d'), known),
    ).toMatchObject({ target: { type: 'candidate', id: 'c' } });
  });

  it('to which nobody applied finds nothing, and says so', () => {
    expect(among(byEmail({ job: 'job-3' }), known)).toMatchObject({
      status: 'not_found',
      message: 'there is a candidate with this email address, but no application to this job',
    });
  });
});

describe('several candidates', () => {
  it('are ambiguous, also when only one of them applied', () => {
    const answer = among(byEmail(), candidate('c', [application('a')]), candidate('d'));
    expect(answer.status).toBe('ambiguous');
    expect(answer.choices.map(({ type, id }) => [type, id])).toEqual([
      ['application', 'a'],
      ['candidate', 'd'],
    ]);
  });

  it('that are one and the same are one', () => {
    expect(among(byEmail(), candidate('c'), candidate('c'))).toMatchObject({ status: 'resolved' });
  });
});

describe('prefer', () => {
  const hired = application('hired', { outcome: 'HIRED', createdAt: '2026-09-01T00:00:00Z' });
  const old = pending('old', '2026-01-01T00:00:00Z');
  const recent = pending('recent', '2026-02-01T00:00:00+01:00');
  const chosen = (prefer: TargetReference['prefer'], ...own: FoundApplication[]) =>
    among(byEmail({ prefer }), candidate('c', own)).target?.id ?? null;

  it('newest-pending-application takes the pending one that was made last', () => {
    expect(chosen('newest-pending-application', hired, old, recent)).toBe('recent');
    expect(
      chosen('newest-pending-application', hired, application('h2', { ...hired, id: 'h2' })),
    ).toBeNull();
  });

  it('newest-pending-application does not guess where times are equal or missing', () => {
    const twin = pending('twin', '2026-01-31T23:00:00Z');
    expect(chosen('newest-pending-application', recent, twin)).toBeNull();
    expect(chosen('newest-pending-application', recent, pending('undated', null))).toBeNull();
    const zoneless = pending('zoneless', '2020-01-01T00:00:00');
    expect(chosen('newest-pending-application', recent, zoneless)).toBeNull();
  });

  it('only-pending-application wants there to be just one', () => {
    expect(chosen('only-pending-application', hired, old)).toBe('old');
    expect(chosen('only-pending-application', hired, old, recent)).toBeNull();
  });

  it('newest-application does not mind the outcome', () => {
    expect(chosen('newest-application', hired, old, recent)).toBe('hired');
  });

  it('is not asked where one is left', () => {
    expect(chosen('only-pending-application', hired)).toBe('hired');
  });

  it('that leaves none or several says so, with all choices', () => {
    const answer = among(
      byEmail({ prefer: 'only-pending-application' }),
      candidate('c', [hired, application('h2', { ...hired, id: 'h2' })]),
    );
    expect(answer).toMatchObject({ status: 'ambiguous', choice_count: 2 });
    expect(answer.message).toContain('only-pending-application leaves not just one');
  });
});

it('counts what has the id as a candidate and as an application together', () => {
  const reference = { x_integration_id: 'i:1', remote_id: '77' };
  const own = application('a', { candidateId: 'c', remoteId: '77' });
  const strangers = application('b', { candidateId: 'd', remoteId: '77' });
  const candidates = [candidate('c', [own], { remoteId: '77' })];
  expect(decide(reference, { candidates, applications: [own] }).target?.id).toBe('a');
  expect(decide(reference, { candidates, applications: [strangers] })).toMatchObject({
    status: 'ambiguous',
    choice_count: 2,
  });
});

it('lists no more choices than can be read, and counts all', () => {
  const many = Array.from({ length: 50 }, (_, index) => application(`a${index}`));
  const { choices, choice_count } = among(byEmail(), candidate('c', many));
  expect([choices.length, choice_count]).toEqual([LISTED_CHOICES, 50]);
});

const someApplication = fc.record({
  id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
  job: fc.constantFrom(null, ...['1', '2'].map((id) => ({ id, remoteId: `r${id}`, name: null }))),
  outcome: fc.constantFrom('PENDING', 'HIRED', 'DECLINED', null),
  createdAt: fc.constantFrom(null, '2026-01-01T00:00:00Z', '2026-02-01T00:00:00Z'),
});
const somebody = fc.record({
  id: fc.constantFrom('c1', 'c2', 'c3'),
  applications: fc.uniqueArray(someApplication, { selector: ({ id }) => id, maxLength: 4 }),
});
const someReference = fc.record(
  {
    job: fc.constantFrom('1', 'r2', 'none'),
    target_type: fc.constantFrom('candidate' as const, 'application' as const),
    prefer: fc.constantFrom(...TARGET_PREFERENCES),
  },
  { requiredKeys: [] },
);

it('never resolves to anything but a single thing that was found and fits', () => {
  fc.assert(
    fc.property(
      fc.uniqueArray(somebody, { maxLength: 3, selector: ({ id }) => id }),
      someReference,
      (people, more) => {
        const candidates = people.map(({ id, applications }) =>
          candidate(
            id,
            applications.map((one) =>
              application(`${id}-${one.id}`, { ...one, id: `${id}-${one.id}` }),
            ),
          ),
        );
        const answer = among(byEmail(more), ...candidates);
        const applications = candidates.flatMap((one) => one.applications);
        expect(answer.status === 'resolved').toBe(answer.target !== null);
        if (answer.target?.type === 'application') {
          const target = applications.find(({ id }) => id === answer.target?.id);
          expect(target).toBeDefined();
          expect(more.target_type).not.toBe('candidate');
          if (more.job !== undefined) {
            expect([target?.job?.id, target?.job?.remoteId]).toContain(more.job);
          }
        }
        if (answer.target?.type === 'candidate') {
          expect(candidates.map(({ id }) => id)).toContain(answer.target.id);
          expect(more.target_type).not.toBe('application');
        }
        // Without a rule, resolved means that nothing else would have fitted.
        if (answer.status === 'resolved' && more.prefer === undefined) {
          expect(answer.choice_count).toBe(1);
        }
        expect(among(byEmail(more), ...[...candidates].reverse()).target).toEqual(answer.target);
      },
    ),
    { numRuns: 500 },
  );
});
