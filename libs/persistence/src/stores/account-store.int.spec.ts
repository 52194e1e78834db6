import { randomBytes } from 'node:crypto';
import {
  mintApiKey,
  WebhookSecretTakenError,
  type NewAccount,
  type NewApiKey,
} from '@result-links/delivery';
import { acceptInput, only } from '@result-links/delivery/testing';
import { ENGINES, openTestBed, type TestBed } from '../testing/test-bed.js';

const ACME: NewAccount = {
  id: 'acme',
  name: 'Acme',
  region: 'us',
  baseUrl: null,
  komboApiKey: 'kombo-key-of-acme',
  webhookSecret: 'webhook-secret-of-acme',
  onUnknown: 'retry',
  limits: { concurrencyLimit: 3, rate: { count: 5, windowMs: 1_000 } },
};

describe.each(ENGINES)('accounts and keys on %s', (engine) => {
  let bed: TestBed;
  const encryptionKey = { id: 'test', secret: randomBytes(32) };
  beforeAll(async () => void (bed = await openTestBed(engine, [encryptionKey])), 60_000);
  afterEach(() => bed.reset());
  afterAll(() => bed?.close());

  const newKey = (given: Partial<NewApiKey> = {}) => {
    const { key, hash, hint } = mintApiKey();
    const made = { accountId: 'acme', name: 'ci', scope: 'write' as const, integrations: null };
    return { key, kept: { ...made, expiresAt: null, hash, hint, ...given } };
  };

  it('keeps an account once; secrets come out only where they are needed', async () => {
    const created = await bed.accounts.create(ACME);
    expect(created).toMatchObject({
      id: 'acme',
      source: 'stored',
      region: 'us',
      hasWebhookSecret: true,
      onUnknown: 'retry',
      limits: ACME.limits,
      isEnabled: true,
    });
    expect(JSON.stringify(created)).not.toContain('of-acme');
    expect(await bed.accounts.create(ACME)).toBeNull();
    expect(await bed.accounts.list()).toEqual([created]);
    expect(await bed.accounts.find('acme')).toEqual(created);
    expect(await bed.accounts.listAccess()).toEqual([
      {
        accountId: 'acme',
        region: 'us',
        baseUrl: null,
        komboApiKey: ACME.komboApiKey,
        revision: 1,
      },
    ]);
    expect(await bed.accounts.listWebhookSecrets()).toEqual([
      { accountId: 'acme', secret: ACME.webhookSecret },
    ]);
    expect((await bed.work.getAccount('acme')).onUnknown).toBe('retry');
  });

  it('changes what is given and nothing else, and tells everybody', async () => {
    await bed.accounts.create(ACME);
    const replica = await bed.replica();
    const told = new Promise<void>((resolve) => void bed.events.onAccounts(resolve));
    const changed = await bed.accounts.update('acme', {
      komboApiKey: 'another-kombo-key',
      webhookSecret: null,
      limits: { concurrencyLimit: null, rate: null },
    });
    await told;
    expect(changed).toMatchObject({
      name: 'Acme',
      onUnknown: 'retry',
      hasWebhookSecret: false,
      limits: { concurrencyLimit: null, rate: null },
    });
    expect(only(await replica.accounts.listAccess())).toMatchObject({
      komboApiKey: 'another-kombo-key',
      revision: 2,
    });
    expect(await bed.accounts.update('nobody', { name: 'x' })).toBeNull();
  });

  it('keeps no webhook secret twice, not even when two accounts come at once', async () => {
    const beta = { ...ACME, id: 'beta' };
    const results = await Promise.allSettled([
      bed.accounts.create(ACME),
      bed.accounts.create(beta),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
    expect(await bed.accounts.listWebhookSecrets()).toHaveLength(1);
    await bed.accounts.create({ ...ACME, id: 'gamma', webhookSecret: 'another secret' });
    await bed.accounts.update('gamma', { isEnabled: false });
    const { webhookSecret } = ACME;
    await expect(bed.accounts.update('gamma', { webhookSecret })).rejects.toThrow(
      WebhookSecretTakenError,
    );
    await bed.accounts.update('gamma', { webhookSecret: 'another secret' });
    expect(await bed.accounts.list()).toHaveLength(2);
  });

  it('leaves the account of the environment to the environment', async () => {
    await bed.saveAccount({ id: 'default', onUnknown: 'hold' });
    expect(await bed.accounts.find('default')).toMatchObject({ source: 'environment' });
    expect(await bed.accounts.update('default', { onUnknown: 'retry' })).toBeNull();
    expect(await bed.accounts.delete('default')).toBe('not_found');
    expect(await bed.accounts.listAccess()).toEqual([]);
  });

  it('holds what a disabled account has accepted, until it is enabled', async () => {
    await bed.accounts.create(ACME);
    const { delivery } = await bed.deliveries.accept(acceptInput({ accountId: 'acme' }));
    const state = async () => (await bed.deliveries.find('acme', delivery.id))?.state;

    await bed.accounts.update('acme', { isEnabled: false });
    expect(await state()).toBe('parked');
    expect(await bed.accounts.listAccess()).toEqual([]);
    expect(await bed.work.startAttempts('w', 10)).toEqual([]);
    // Neither a probe nor a release by hand ends it.
    expect(await bed.integrations.claimDueAccountProbes(10, 60_000)).toEqual([]);
    await bed.integrations.releaseAccount('acme');
    expect(await state()).toBe('parked');

    await bed.accounts.update('acme', { isEnabled: true });
    expect(await state()).toBe('queued');
    expect(await bed.work.startAttempts('w', 10)).toHaveLength(1);
  });

  it('starts a new integration under the account’s own cap', async () => {
    await bed.accounts.create(ACME);
    await bed.deliveries.accept(acceptInput({ accountId: 'acme', integrationId: 'x:1' }));
    await bed.deliveries.accept(acceptInput({ accountId: 'other', integrationId: 'x:1' }));
    const limitOf = async (account: string) =>
      (await bed.integrations.getIntegration(account, 'x:1'))?.concurrencyLimit;
    expect(await limitOf('acme')).toBe(3);
    expect(await limitOf('other')).toBe(30);
  });

  it('keeps the integrations of an account to its rate, and others to theirs', async () => {
    await bed.accounts.create({
      ...ACME,
      limits: { concurrencyLimit: 30, rate: { count: 1, windowMs: 60_000 } },
    });
    for (const accountId of ['acme', 'other']) {
      for (const candidate of ['c1', 'c2']) {
        await bed.deliveries.accept(acceptInput({ accountId, candidate }));
      }
    }
    const started = [
      ...(await bed.work.startAttempts('w', 10)),
      ...(await bed.work.startAttempts('w', 10)),
    ].map(({ delivery }) => delivery.accountId);
    expect(started.sort()).toEqual(['acme', 'other', 'other']);
    // The worker sleeps until the rate lets the next one go.
    const nextInMs = ((await bed.work.nextDueAt())?.getTime() ?? 0) - Date.now();
    expect(nextInMs).toBeGreaterThan(50_000);
  });

  it('tells other processes of a key that was revoked', async () => {
    await bed.accounts.create(ACME);
    const replica = await bed.replica();
    const created = await bed.accounts.createKey(newKey().kept);
    const events = engine === 'postgres' ? replica.events : bed.events;
    const told = new Promise<void>((resolve) => void events.onAccounts(resolve));
    await bed.accounts.revokeKey('acme', created?.id ?? '');
    await told;
  });

  it('deletes only what nothing was accepted for, with its keys', async () => {
    await bed.accounts.create(ACME);
    await bed.accounts.create({ ...ACME, id: 'busy', webhookSecret: null });
    await bed.deliveries.accept(acceptInput({ accountId: 'busy' }));
    const { kept } = newKey();
    await bed.accounts.createKey(kept);
    expect(await bed.accounts.delete('busy')).toBe('in_use');
    expect(await bed.accounts.delete('acme')).toBe('deleted');
    expect(await bed.accounts.delete('acme')).toBe('not_found');
    expect(await bed.accounts.findKeys([kept.hash])).toEqual(new Map());
  });

  it('knows a key by its hash; revoked ones stay revoked', async () => {
    await bed.accounts.create(ACME);
    const expiresAt = new Date('2027-01-01T00:00:00Z');
    const { kept } = newKey({ integrations: ['x:1'], scope: 'read', expiresAt });
    const created = await bed.accounts.createKey(kept);
    expect(created).toMatchObject({ accountId: 'acme', integrations: ['x:1'], revokedAt: null });
    expect(await bed.accounts.findKeys(['unknown', kept.hash, 'another'])).toEqual(
      new Map([[kept.hash, { ...created, isAccountEnabled: true }]]),
    );
    expect(await bed.accounts.createKey({ ...newKey().kept, accountId: 'nobody' })).toBeNull();

    const id = created?.id ?? '';
    const revoked = await bed.accounts.revokeKey('acme', id);
    expect(revoked?.revokedAt).toBeInstanceOf(Date);
    expect(await bed.accounts.revokeKey('acme', id)).toEqual(revoked);
    expect(await bed.accounts.revokeKey('other', id)).toBeNull();
    expect(await bed.accounts.revokeKey('acme', 'no-uuid')).toBeNull();
    expect(await bed.accounts.listKeys('acme')).toEqual([revoked]);
  });

  it('moves the time of the last use forward only', async () => {
    await bed.accounts.create(ACME);
    const id = (await bed.accounts.createKey(newKey().kept))?.id ?? '';
    const used = async (at: string) => {
      await bed.accounts.recordUses(new Map([[id, new Date(at)]]));
      return only(await bed.accounts.listKeys('acme')).lastUsedAt?.toISOString();
    };
    expect(await used('2026-11-23T10:00:00.000Z')).toBe('2026-11-23T10:00:00.000Z');
    expect(await used('2026-11-23T09:00:00.000Z')).toBe('2026-11-23T10:00:00.000Z');
  });
});
