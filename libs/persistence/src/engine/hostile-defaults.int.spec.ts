import { acceptInput } from '@result-links/delivery/testing';
import type { TestBed } from '../testing/test-bed.js';

/** Specs that go through every store, and all statements of accepting and delivering. */
const SPECS = [
  '../events/events.int.spec.js',
  '../stores/store-specs.int.spec.js',
  '../stores/accept.int.spec.js',
  '../stores/holding.int.spec.js',
  '../stores/account-store.int.spec.js',
  '../stores/webhook-outbox.int.spec.js',
];

process.env['RESULT_LINKS_HOSTILE_DEFAULTS'] = '1';
afterAll(() => delete process.env['RESULT_LINKS_HOSTILE_DEFAULTS']);

describe('on a server with hostile defaults', () => {
  for (const spec of SPECS) require(spec);

  let bed: TestBed;
  beforeAll(async () => {
    const { openTestBed } = await import('../testing/test-bed.js');
    bed = await openTestBed('postgres');
  }, 60_000);
  afterAll(() => bed?.close());

  it('two replicas keep equal content once, and a key has one delivery', async () => {
    const replicas = [bed, await bed.replica()];
    const acceptBoth = (input: Parameters<typeof acceptInput>[0]) =>
      Promise.all(replicas.map(({ deliveries }) => deliveries.accept(acceptInput(input))));
    for (let n = 0; n < 40; n += 1) {
      const key = n % 2 ? { idempotencyKey: `key-${n}` } : {};
      const kinds = (await acceptBoth({ candidate: `c${n}`, ...key })).map(({ kind }) => kind);
      expect(kinds.sort()).toEqual(['accepted', 'replayed']);
    }
  });

  it('keeps every text and every moment as it is', async () => {
    const { rows } = await bed.db.query<Record<string, unknown>>(
      `select $1::text as text, timestamptz '2026-11-28T03:00:00.123Z' as at, 0.1::float8 + 0.2 as number,
              'a\\b' as backslash, interval '36 hours' as span, '\\x00ff'::bytea as bytes,
              array['NULL', null]::text[] as list, current_setting('transaction_isolation') as isolation`,
      ['Zoë 日本 \u{1f600}'],
    );
    expect(rows[0]).toEqual({
      ...{ text: 'Zoë 日本 \u{1f600}', at: new Date('2026-11-28T03:00:00.123Z') },
      ...{ number: 0.1 + 0.2, backslash: 'a\\b', bytes: Buffer.from([0, 255]) },
      ...{ list: ['NULL', null], isolation: 'read committed' },
      span: expect.objectContaining({ hours: 36 }),
    });
  });
});
