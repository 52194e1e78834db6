import { setTimeout as sleep } from 'node:timers/promises';
import type { AcceptResult } from '../../ports.js';
import type { DeliveryState } from '../../states.js';
import { acceptInput, resultOf } from '../inputs.js';
import { stepsOn, type StoreBed } from './bed.js';

/** `DeliveryStore.accept`. */
export function acceptingSpecs(bed: () => StoreBed): void {
  const { endOne, states } = stepsOn(bed);
  const accept = (given?: Parameters<typeof acceptInput>[0]) =>
    bed().deliveries.accept(acceptInput(given));

  it('keeps the delivery with everything that was said, queued and due', async () => {
    const input = acceptInput({
      idempotencyKey: 'k1',
      body: { label: 'Tëst \u0000 \ud800', url: 'https://x.example/?a=1' } as never,
    });
    const { kind, delivery } = await bed().deliveries.accept(input);

    expect(kind).toBe('accepted');
    expect(await bed().deliveries.find('account-1', delivery.id)).toEqual(delivery);
    const { dedupeWindowMs: _, ...said } = input;
    expect(delivery).toEqual({
      ...said,
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      ...{ state: 'queued', attemptCount: 0, countedAttempts: 0, throttledInARow: 0 },
      ...{ lastOutcome: null, lastDetails: null, warnings: [] },
      ...{ nextAttemptAt: expect.any(Date), acceptedAt: expect.any(Date) },
      updatedAt: expect.any(Date),
    });
    const agoMs = bed().now().getTime() - delivery.acceptedAt.getTime();
    expect(Math.abs(agoMs)).toBeLessThan(10_000);
    expect(await states()).toEqual({ queued: 1 });
  });

  it('hands out copies', async () => {
    const input = acceptInput();
    const { delivery } = await bed().deliveries.accept(input);
    const kept = structuredClone(delivery);
    for (const { target, warnings } of [input as unknown as typeof delivery, delivery]) {
      target.id = 'changed';
      warnings?.push('changed');
    }
    expect(await bed().deliveries.find('account-1', delivery.id)).toEqual(kept);
  });

  it('does not show a delivery to another account', async () => {
    const { delivery } = await accept();
    expect(await bed().deliveries.find('account-2', delivery.id)).toBeNull();
    expect(await bed().deliveries.find('account-1', 'no-id')).toBeNull();
    expect(await bed().deliveries.listAttempts('account-1', 'no-id')).toEqual([]);
  });

  it('answers the same key with the same delivery, and another content under it with key_reused', async () => {
    const first = await accept({ idempotencyKey: 'k' });
    const again = await accept({ idempotencyKey: 'k' });
    const other = await accept({ idempotencyKey: 'k', candidate: 'c2' });
    const elsewhere = await accept({ idempotencyKey: 'k', accountId: 'account-2' });

    expect(again).toEqual({ kind: 'replayed', delivery: first.delivery });
    expect(other).toEqual({ kind: 'key_reused', delivery: first.delivery });
    expect(elsewhere.kind).toBe('accepted');
    expect(await states()).toEqual({ queued: 1 });
  });

  it('has an idempotency key for each integration', async () => {
    const ofA = { idempotencyKey: 'k', integrationId: 'sandbox:a' };
    const ofB = { idempotencyKey: 'k', integrationId: 'sandbox:b' };
    const [first, second] = [await accept(ofA), await accept(ofB)];

    expect([first.kind, second.kind]).toEqual(['accepted', 'accepted']);
    expect(await accept(ofA)).toEqual({ ...first, kind: 'replayed' });
    // Together as well, and through two replicas.
    const other = await bed().replica();
    const together = await Promise.all(
      ['a', 'b', 'a', 'b'].map((integration, n) =>
        (n < 2 ? bed() : other).deliveries.accept(
          acceptInput({ idempotencyKey: 'k2', integrationId: `sandbox:${integration}` }),
        ),
      ),
    );
    expect(together.filter(({ kind }) => kind === 'accepted')).toHaveLength(2);
    expect(together[0]?.delivery.id).toBe(together[2]?.delivery.id);
    expect(together[1]?.delivery.id).toBe(together[3]?.delivery.id);
    expect(together[0]?.delivery.id).not.toBe(together[1]?.delivery.id);
  });

  it.each<[DeliveryState, AcceptResult['kind']]>([
    ['delivered', 'replayed'],
    ['unknown', 'replayed'],
    ['failed', 'accepted'],
  ])('answers the same content without a key: %s → %s', async (state, kind) => {
    await accept();
    await endOne(resultOf(state === 'failed' ? 'rejected' : (state as 'delivered' | 'unknown')));
    expect((await accept()).kind).toBe(kind);
  });

  it('takes the same content again when the window is over or turned off', async () => {
    await accept();
    await sleep(15);
    expect((await accept({ dedupeWindowMs: 10 })).kind).toBe('accepted');
    expect((await accept({ dedupeWindowMs: 0 })).kind).toBe('accepted');
  });

  it('makes one delivery of the same request racing through two replicas', async () => {
    const other = await bed().replica();
    const race = (key: string | null, candidate: string) =>
      Promise.all(
        Array.from({ length: 12 }, (_, n) =>
          (n % 2 ? bed() : other).deliveries.accept(
            acceptInput({ idempotencyKey: key, candidate }),
          ),
        ),
      );
    for (const results of [await race('key', 'c1'), await race(null, 'c2')]) {
      expect(results.filter(({ kind }) => kind === 'accepted')).toHaveLength(1);
      expect(new Set(results.map(({ delivery }) => delivery.id)).size).toBe(1);
    }
    expect(await states()).toEqual({ queued: 2 });
  });
}
