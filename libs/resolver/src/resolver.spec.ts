import type { TargetReference } from '@result-links/contracts';
import fc from 'fast-check';
import { createResolver, LookUpError } from './index.js';
import { application, candidate, TableLookUps } from './testing/table-look-ups.js';

const IN_EITHER = { x_integration_id: fc.constantFrom('workday:1', 'workday:2') };
const IN = { x_integration_id: 'workday:1' };

function table() {
  return new TableLookUps([
    candidate('ada', [application('a1')]),
    candidate('bob', [application('b1'), application('b2')]),
    candidate('eve'),
  ]);
}

describe('what is asked', () => {
  it.each<[TargetReference, string[]]>([
    [{ ...IN, candidate_id: 'ada' }, []],
    [{ ...IN, candidate_id: 'ada', target_type: 'candidate' }, []],
    [{ ...IN, application_id: 'a1' }, []],
    [{ ...IN, candidate_id: 'ada', job: 'job-1' }, ['candidates ids workday:1 ada']],
    [{ ...IN, candidate_id: 'ada', target_type: 'application' }, ['candidates ids workday:1 ada']],
    [{ ...IN, application_id: 'a1', job: 'job-1' }, ['applications ids workday:1 a1']],
    [{ ...IN, application_id: 'a1', target_type: 'candidate' }, ['applications ids workday:1 a1']],
    [{ ...IN, email: 'Ada@Example.com' }, ['email workday:1 ada@example.com']],
    [
      { ...IN, remote_id: 'r-ada', remote_id_of: 'candidate' },
      ['candidates remote_ids workday:1 r-ada'],
    ],
    [
      { ...IN, remote_id: 'r-a1', remote_id_of: 'application' },
      ['applications remote_ids workday:1 r-a1'],
    ],
    [
      { ...IN, remote_id: 'r-ada' },
      ['candidates remote_ids workday:1 r-ada', 'applications remote_ids workday:1 r-ada'],
    ],
  ])('for %j', async (reference, asked) => {
    const lookUps = table();
    const { status } = await createResolver(lookUps).resolve(reference);
    expect([status, lookUps.asked]).toEqual(['resolved', asked]);
  });

  it('once for all that come together, per integration, up to the size of a batch', async () => {
    const lookUps = table();
    const ids = ['r-ada', 'r-bob', 'r-eve', 'r-ada', 'r-nobody'];
    const references = ids.flatMap((remote_id) =>
      ['i:1', 'i:2'].map((x_integration_id) => ({
        x_integration_id,
        remote_id,
        remote_id_of: 'candidate' as const,
      })),
    );
    const resolver = createResolver(lookUps, { batchSize: 3 });
    const answers = await resolver.resolveMany(references);

    expect(answers.map(({ status }) => status[0]).join('')).toBe('rraarrrrnn');
    expect(lookUps.asked.sort()).toEqual([
      'candidates remote_ids i:1 r-ada,r-bob,r-eve',
      'candidates remote_ids i:1 r-nobody',
      'candidates remote_ids i:2 r-ada,r-bob,r-eve',
      'candidates remote_ids i:2 r-nobody',
    ]);
    expect(resolver.stats()).toEqual({ asked: 10, cached: 2, lookUps: 4 });
  });

  it('in batches that fit a URL', async () => {
    const lookUps = table();
    const references = Array.from({ length: 20 }, (_, index) => ({
      ...IN,
      remote_id: `${index}-${'ü'.repeat(100)}`,
      remote_id_of: 'candidate' as const,
    }));
    await createResolver(lookUps).resolveMany(references);
    expect(lookUps.asked).toHaveLength(4);
  });

  it('not again for what is known, also that nobody is there', async () => {
    const lookUps = table();
    const resolver = createResolver(lookUps);
    for (const email of [
      'ada@example.com',
      'ADA@example.com',
      'no@example.com',
      'no@example.com',
    ]) {
      await resolver.resolve({ ...IN, email });
    }
    expect(lookUps.asked).toHaveLength(2);
  });

  it('again once the cache has no room left', async () => {
    const lookUps = table();
    const resolver = createResolver(lookUps, { cacheSize: 1 });
    for (const name of ['ada', 'bob', 'ada']) {
      await resolver.resolve({ ...IN, email: `${name}@example.com` });
    }
    expect(lookUps.asked).toHaveLength(3);
  });

  it('answers everybody in a batch, also those the cache has forgotten meanwhile', async () => {
    const resolver = createResolver(table(), { cacheSize: 1 });
    const ids = ['r-ada', 'r-bob', 'r-ada'];
    const answers = await resolver.resolveMany(
      ids.map((remote_id) => ({ ...IN, remote_id, remote_id_of: 'candidate' })),
    );
    expect(answers.map(({ status }) => status)).toEqual(['resolved', 'ambiguous', 'resolved']);
  });
});

it('answers many together as it answers each alone', async () => {
  const person = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd'),
    remoteId: fc.constantFrom('1', '2', '3'),
    emails: fc.constantFrom<string[]>([], ['x@example.com'], ['x@example.com', 'y@example.com']),
    applications: fc.integer({ min: 0, max: 2 }),
  });
  const reference: fc.Arbitrary<TargetReference> = fc.oneof(
    fc.record({ ...IN_EITHER, email: fc.constantFrom('x@example.com', 'Y@example.com', 'z@e.f') }),
    fc.record({ ...IN_EITHER, remote_id: fc.constantFrom('1', '2', '4', '1-0') }),
    fc.record({ ...IN_EITHER, candidate_id: fc.constantFrom('a', 'z'), job: fc.constant('job-1') }),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.uniqueArray(person, { selector: ({ id }) => id }),
      fc.array(reference, { maxLength: 30 }),
      fc.record({
        batchSize: fc.integer({ min: 1, max: 4 }),
        cacheSize: fc.integer({ min: 1, max: 5 }),
      }),
      async (people, references, options) => {
        const all = people.map(({ id, remoteId, emails, applications }) =>
          candidate(
            id,
            Array.from({ length: applications }, (_, nth) =>
              application(`${id}${nth}`, { remoteId: `${remoteId}-${nth}` }),
            ),
            { remoteId, emails },
          ),
        );
        const together = await createResolver(new TableLookUps(all), {
          ...options,
          batchWindowMs: 0,
        }).resolveMany(references);
        for (const [index, one] of references.entries()) {
          const alone = createResolver(new TableLookUps(all), { batchWindowMs: 0 });
          expect(together[index]).toEqual(await alone.resolve(one));
        }
      },
    ),
    { numRuns: 100 },
  );
});

describe('what goes wrong', () => {
  it('is an answer, and is tried again by the next who asks', async () => {
    const lookUps = table();
    const resolver = createResolver(lookUps);
    const details = { code: 'INTEGRATION.INACTIVE', advice: 'Enable it.' };
    lookUps.error = new LookUpError('integration_broken', 'switched off', details);
    expect(await resolver.resolve({ ...IN, email: 'ada@example.com' })).toEqual({
      status: 'failed',
      target: null,
      message: 'switched off',
      choices: [],
      choice_count: 0,
      failure: {
        kind: 'integration_broken',
        code: 'INTEGRATION.INACTIVE',
        message: 'switched off',
        advice: 'Enable it.',
        log_url: null,
      },
    });
    lookUps.error = undefined;
    expect(await resolver.resolve({ ...IN, email: 'ada@example.com' })).toMatchObject({
      status: 'resolved',
    });
  });

  it('is a failure for all of a batch', async () => {
    const lookUps = table();
    lookUps.error = new LookUpError('unavailable', 'no answer');
    const answers = await createResolver(lookUps).resolveMany(
      ['r-ada', 'r-bob'].map((remote_id) => ({ ...IN, remote_id })),
    );
    expect(answers.map(({ failure }) => failure?.kind)).toEqual(['unavailable', 'unavailable']);
  });

  it('is nothing once the run was given up', async () => {
    const lookUps = table();
    const resolver = createResolver(lookUps, { signal: AbortSignal.abort() });
    expect((await resolver.resolve({ ...IN, email: 'ada@example.com' })).failure?.kind).toBe(
      'aborted',
    );
    expect(lookUps.asked).toEqual([]);
  });

  it('is a mistake of the program when the reference makes no sense', async () => {
    const resolver = createResolver(table());
    await expect(resolver.resolve(IN)).rejects.toThrow(
      'reference: give exactly one of candidate_id, application_id, remote_id, email; there is none',
    );
    await expect(
      resolver.resolve({ ...IN, candidate_id: 'c', email: 'a@b' }),
    ).rejects.toBeInstanceOf(TypeError);
  });

  it('of a bug is not made an answer of', async () => {
    const lookUps = table();
    lookUps.error = new RangeError('a bug');
    await expect(
      createResolver(lookUps).resolve({ ...IN, email: 'ada@example.com' }),
    ).rejects.toThrow(RangeError);
  });
});
