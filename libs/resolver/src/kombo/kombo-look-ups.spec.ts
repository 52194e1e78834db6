import type { Candidate, KomboClient } from '@result-links/kombo-client';
import { komboLookUps } from './kombo-look-ups.js';
import { initialsOf } from './read-entries.js';

type Ats = KomboClient['ats'];

const entry = (id: string, changes: Partial<Candidate> = {}) =>
  ({
    id,
    remote_id: `r-${id}`,
    first_name: 'Ada',
    last_name: 'Lovelace',
    email_addresses: [{ email_address: 'Ada@Example.com', type: null }],
    remote_deleted_at: null,
    applications: [],
    ...changes,
  }) as unknown as Candidate;

/** A client whose listing of candidates answers these pages, and notes what it was asked. */
function client(...pages: { results: Candidate[]; next: string | null }[]) {
  const asked: unknown[] = [];
  const getCandidates = (request: unknown) => ({
    page: async () => {
      asked.push(request);
      return {
        status: 200,
        data: pages.shift() ?? { results: [], next: null },
        limits: {},
        durationMs: 1,
      };
    },
  });
  return { asked, kombo: { ats: { getCandidates } as unknown as Ats } };
}

it('reads all pages, with as much on each as there can be', async () => {
  const { asked, kombo } = client(
    { results: [entry('a')], next: 'p2' },
    { results: [entry('b')], next: null },
  );
  const found = await komboLookUps(kombo).candidatesBy('i:1', 'remote_ids', ['r-a', 'r-b']);
  expect(found.map(({ id }) => id)).toEqual(['a', 'b']);
  const request = { x_integration_id: 'i:1', page_size: 250, remote_ids: ['r-a', 'r-b'] };
  expect(asked).toEqual([request, { ...request, cursor: 'p2' }]);
});

it('takes no more of a candidate than it needs', async () => {
  const job = { id: 'j', remote_id: 'r-j', name: 'Engineer' };
  const { kombo } = client({
    results: [
      entry('a', {
        applications: [
          { id: 'x', remote_id: null, outcome: 'PENDING', remote_created_at: null, job } as never,
        ],
      }),
    ],
    next: null,
  });
  expect(await komboLookUps(kombo).candidatesByEmail('i:1', 'ada@example.com')).toEqual([
    {
      id: 'a',
      remoteId: 'r-a',
      initials: 'A.L.',
      applications: [
        {
          id: 'x',
          remoteId: null,
          candidateId: 'a',
          initials: 'A.L.',
          job: { id: 'j', remoteId: 'r-j', name: 'Engineer' },
          outcome: 'PENDING',
          createdAt: null,
        },
      ],
    },
  ]);
});

it('believes no answer that does not fit the question', async () => {
  const { kombo } = client({
    results: [
      entry('other', { email_addresses: [{ email_address: 'eve@example.com', type: null }] }),
      entry('none', { email_addresses: null }),
      entry('deleted', { remote_deleted_at: '2026-11-01T00:00:00Z' }),
      entry('right'),
    ],
    next: null,
  });
  const found = await komboLookUps(kombo).candidatesByEmail('i:1', 'ada@example.com');
  expect(found.map(({ id }) => id)).toEqual(['right']);
});

it('reads no more matches than make sense', async () => {
  const page = () => ({ results: [entry('a'), entry('b')], next: `${Math.random()}` });
  const { asked, kombo } = client(page(), page(), page());
  await expect(
    komboLookUps(kombo, { maxMatches: 3 }).candidatesByEmail('i:1', 'ada@example.com'),
  ).rejects.toMatchObject({ name: 'LookUpError', kind: 'too_many' });
  expect(asked).toHaveLength(2);
});

it.each([
  ['Ada', 'Lovelace', 'A.L.'],
  [' zoë', 'van der Berg', 'Z.V.'],
  ['İpek', null, 'İ.'],
  ['𝒜da', '', '𝒜.'],
  [null, undefined, null],
])('%s %s: %s', (first, last, initials) => {
  expect(initialsOf(first, last)).toBe(initials);
});
