import { randomBytes, randomUUID } from 'node:crypto';
import { mintAdminKey, mintApiKey, type Actor, type NewAccount } from '@result-links/delivery';
import { acceptInput, finishInput, only, resultOf } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

const ACME: NewAccount = {
  ...{ id: 'acme', name: 'Acme', region: 'eu', baseUrl: null, onUnknown: 'hold' },
  ...{ komboApiKey: 'secret-kombo-key', webhookSecret: 'secret-webhook-secret' },
  limits: { concurrencyLimit: null, rate: null },
};
const KEEP = { count: 1_000, ms: 86_400_000 };

describe.each(ENGINES)('the audit on %s', (engine) => {
  let bed: TestBed;
  beforeAll(async () => {
    bed = await openTestBed(engine, [{ id: 'test', secret: randomBytes(32) }]);
  }, 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  /** Someone whose records are this test's. */
  const someone = (): Actor & { keyId: string } => ({
    ...{ type: 'admin_key', keyId: randomUUID(), keyName: 'kim', address: '192.0.2.7' },
  });
  const recordsOf = async ({ keyId }: { keyId: string }) =>
    (await bed.auditRecords.list({ keyId }, { limit: 100 })).records;
  const refusal = (by: Actor, route = '/v1/admin/accounts') => ({
    by,
    entry: {
      ...({ action: 'call.refuse', accountId: null, subject: null } as const),
      details: { reason: 'admin_key_wrong', method: 'GET', route, count: 1 },
    },
  });

  it('has who did what when, newest first, and no secret', async () => {
    const by = someone();
    const { key, hash, hint } = mintApiKey();
    await bed.accounts.create(ACME, by);
    await bed.accounts.update('acme', { isEnabled: false, komboApiKey: 'secret-other' }, by);
    const made = await bed.accounts.createKey(
      {
        ...{ accountId: 'acme', name: 'ci', scope: 'read', integrations: null, expiresAt: null },
        ...{ hash, hint },
      },
      by,
    );
    await bed.accounts.revokeKey('acme', made?.id ?? '', by);
    await bed.accounts.delete('acme', by);
    const records = await recordsOf(by);
    expect(records.map(({ action, subject }) => [action, subject])).toEqual([
      ['account.delete', 'acme'],
      ['api_key.revoke', made?.id],
      ['api_key.create', made?.id],
      ['account.update', 'acme'],
      ['account.create', 'acme'],
    ]);
    expect(records[3]).toEqual({
      ...{ id: expect.any(String), at: expect.any(Date), ...by },
      ...{ accountId: 'acme', action: 'account.update', subject: 'acme' },
      details: { kombo_api_key: 'set', is_enabled: false },
    });
    expect(Math.abs(Date.now() - Number(records[0]?.at))).toBeLessThan(60_000);
    const text = JSON.stringify(records);
    for (const secret of ['secret-', key, hash]) expect(text).not.toContain(secret);
  });

  it('has no record of a change that was refused, of no change, or of the service itself', async () => {
    const by = someone();
    await bed.accounts.create(ACME);
    expect(await bed.accounts.create(ACME, by)).toBeNull();
    await expect(
      bed.accounts.update('acme', { baseUrl: 'https://proxy.example' }, by),
    ).rejects.toThrow('kombo_api_key');
    await expect(bed.accounts.create({ ...ACME, id: 'other' }, by)).rejects.toThrow(
      'webhook_secret',
    );
    expect(await bed.accounts.revokeKey('acme', randomUUID(), by)).toBeNull();
    expect(await bed.webhookEndpoints.remove('acme', randomUUID(), by)).toBe(false);
    expect(await bed.integrations.releaseIntegration('acme', 'none', by)).toBe(0);
    expect(await recordsOf(by)).toEqual([]);
    const { records } = await bed.auditRecords.list({ subject: 'acme' }, { limit: 1 });
    expect(records[0]?.keyId).not.toBe(by.keyId);
  });

  it('changes nothing when the record cannot be written', async () => {
    const nobody = { ...someone(), type: 'nobody' } as never;
    const { hash, hint } = mintAdminKey();
    await expect(bed.accounts.create(ACME, nobody)).rejects.toThrow('actor_type');
    expect(await bed.accounts.find('acme')).toBeNull();
    const key = { name: 'kim', scope: 'write', expiresAt: null, hash, hint } as const;
    await expect(bed.adminKeys.create(key, nobody)).rejects.toThrow('actor_type');
    expect(await bed.adminKeys.list()).toEqual([]);

    const { id, target } = (await bed.deliveries.accept(acceptInput())).delivery;
    const cancel = bed.deliveries.move('account-1', id, ['queued'], 'cancelled', 'cancel', nobody);
    await expect(cancel).rejects.toThrow('actor_type');
    const erasure = { target, accountId: null, integrationId: null };
    await expect(bed.privacy.eraseTarget(erasure, nobody)).rejects.toThrow('actor_type');
    expect(await bed.deliveries.find('account-1', id)).toMatchObject({ state: 'queued', target });
    const confirm = { since: null, nothingSent: false, dryRun: false };
    await expect(bed.confirm(confirm, nobody)).rejects.toThrow('actor_type');
    await expect(bed.reseal(null, nobody)).rejects.toThrow('actor_type');
    expect(bed.sendingStop()).toBeNull();
  });

  it('has actions on deliveries, and not to whom they are', async () => {
    const by = someone();
    const { delivery } = await bed.deliveries.accept(acceptInput());
    const started = only(await bed.work.startAttempts('w', 1));
    await bed.work.finishAttempt(finishInput(started, resultOf('rejected')));
    const account = 'account-1';
    await bed.deliveries.move(account, delivery.id, ['failed'], 'queued', 'retry', by);
    await bed.deliveries.move(account, delivery.id, ['failed'], 'queued', 'retry', by);
    await bed.deliveries.move(account, delivery.id, ['queued'], 'cancelled', 'cancel', by);
    const filter = { accountId: account, target: delivery.target, ids: [delivery.id] };
    await bed.deliveries.requeueAll(filter, ['cancelled'], { dryRun: true }, by);
    await bed.deliveries.requeueAll(filter, ['cancelled'], { dryRun: false }, by);
    await bed.integrations.releaseIntegration(account, delivery.integrationId, by);
    const erasure = await bed.privacy.eraseTarget(
      { target: delivery.target, accountId: null, integrationId: null },
      by,
    );
    const records = await recordsOf(by);
    expect(records.map(({ action, subject }) => [action, subject])).toEqual([
      ['target.erase', erasure.id],
      ['integration.release', delivery.integrationId],
      ['deliveries.retry', null],
      ['delivery.cancel', delivery.id],
      ['delivery.retry', delivery.id],
    ]);
    expect(records[2]?.details).toEqual({ count: 1, filter: { ids: 1, target: 'candidate' } });
    expect(records[4]?.details).toEqual({
      ...{ integration_id: delivery.integrationId, from: 'failed', to: 'queued' },
    });
    expect(JSON.stringify(records)).not.toContain(delivery.target.id);
  });

  it('has webhook endpoints with their host only', async () => {
    const by = someone();
    const url = 'https://hooks.example.com/secret-path?secret-query';
    const input = { accountId: 'acme', url, events: ['delivery.failed'], secret: 'secret-1' };
    const { id } = (await bed.webhookEndpoints.create(input, 9, by)) ?? { id: '' };
    await bed.webhookEndpoints.update('acme', id, { isDisabled: true }, by);
    await bed.webhookEndpoints.rotateSecret('acme', id, 'secret-2', 1_000, by);
    await bed.webhookEndpoints.enqueueTest('acme', id, 'test', by);
    await bed.webhookEndpoints.remove('acme', id, by);
    const records = await recordsOf(by);
    expect(records.map(({ action }) => action.split('.')[1]).reverse()).toEqual([
      ...['create', 'update', 'rotate_secret', 'test', 'delete'],
    ]);
    expect(new Set(records.map(({ subject }) => subject))).toEqual(new Set([id]));
    expect(records.at(-1)?.details).toMatchObject({ host: 'hooks.example.com' });
    expect(JSON.stringify(records)).not.toContain('secret-');
  });

  it('cannot be changed, shortened or emptied', async () => {
    const by = someone();
    await bed.accounts.create(ACME, by);
    const of = `where key_id = '${by.keyId}'`;
    for (const statement of [
      `update result_links.audit_records set key_name = 'lee' ${of}`,
      `delete from result_links.audit_records ${of}`,
      'truncate result_links.audit_records',
    ]) {
      await expect(bed.db.query(statement)).rejects.toThrow('append-only');
    }
    expect(await recordsOf(by)).toHaveLength(1);
  });

  it('lists page by page and by every filter', async () => {
    const by = someone();
    for (let number = 0; number < 5; number += 1) {
      await bed.accounts.create({ ...ACME, id: `acme-${number}`, webhookSecret: null }, by);
    }
    const all = await recordsOf(by);
    const paged = [];
    let cursor: string | undefined;
    do {
      const page = await bed.auditRecords.list(
        { keyId: by.keyId },
        { limit: 2, ...(cursor !== undefined && { cursor }) },
      );
      paged.push(...page.records);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
    expect(paged).toEqual(all);
    expect(all).toHaveLength(5);
    const { keyId } = by;
    const count = async (filter: object) =>
      (await bed.auditRecords.list({ keyId, ...filter }, { limit: 9 })).records.length;
    expect(await count({ accountId: 'acme-3' })).toBe(1);
    expect(await count({ subject: 'acme-3' })).toBe(1);
    expect(await count({ action: 'account.create' })).toBe(5);
    expect(await count({ action: 'account.delete' })).toBe(0);
    const [newest, , third] = all;
    expect(await count({ since: third?.at })).toBeGreaterThanOrEqual(3);
    expect(await count({ until: all.at(-1)?.at })).toBe(0);
    expect(await count({ since: new Date(Number(newest?.at) + 1) })).toBe(0);
    await expect(bed.auditRecords.list({}, { limit: 1, cursor: 'x' })).rejects.toThrow('cursor');
  });

  it('keeps refused calls for a while, and only so many', async () => {
    const [first, second] = [someone(), someone()];
    await bed.accounts.create(ACME, first);
    await bed.auditRecords.addRefusals([refusal(first), refusal(first)], KEEP);
    expect(await recordsOf(first)).toHaveLength(3);
    await bed.db.query(
      `insert into result_links.audit_records (id, at, actor_type, action)
       values (gen_random_uuid(), now() - interval '2 days', 'admin_key', 'call.refuse')`,
    );
    await bed.auditRecords.addRefusals([refusal(second)], KEEP);
    const refused = async () =>
      (await bed.auditRecords.list({ action: 'call.refuse' }, { limit: 9 })).records;
    expect(await refused()).toHaveLength(3);
    await bed.auditRecords.addRefusals([refusal(second)], { ...KEEP, count: 1 });
    expect(await refused()).toHaveLength(1);
    expect(await recordsOf(first)).toMatchObject([{ action: 'account.create' }]);
  });

  it('knows admin keys by their hash, until they are revoked or expire', async () => {
    const by = someone();
    expect(await bed.adminKeys.hasUsable()).toBe(false);
    const make = async (expiresAt: Date | null) => {
      const { key: _, ...minted } = mintAdminKey();
      return {
        ...minted,
        ...(await bed.adminKeys.create({ name: 'kim', scope: 'write', expiresAt, ...minted }, by)),
      };
    };
    const expired = await make(new Date(Date.now() - 1_000));
    expect(await bed.adminKeys.hasUsable()).toBe(false);
    const kim = await make(null);
    expect(await bed.adminKeys.hasUsable()).toBe(true);
    const found = await bed.adminKeys.findKeys([kim.hash, 'unknown']);
    expect([...found.values()]).toMatchObject([{ id: kim.id, name: 'kim', revokedAt: null }]);
    const usedAt = new Date('2026-11-30T12:00:00Z');
    await bed.adminKeys.recordUses(new Map([[kim.id, usedAt]]));
    expect(await bed.adminKeys.revoke(kim.id, by)).toMatchObject({ revokedAt: expect.any(Date) });
    expect(await bed.adminKeys.revoke('none', by)).toBeNull();
    expect(await bed.adminKeys.revoke(randomUUID(), by)).toBeNull();
    expect(await bed.adminKeys.hasUsable()).toBe(false);
    expect(await bed.adminKeys.list()).toMatchObject([
      { id: kim.id, lastUsedAt: usedAt },
      { id: expired.id, lastUsedAt: null },
    ]);
    expect((await recordsOf(by)).map(({ action, subject }) => [action, subject])).toEqual([
      ['admin_key.revoke', kim.id],
      ['admin_key.create', kim.id],
      ['admin_key.create', expired.id],
    ]);
  });
});
