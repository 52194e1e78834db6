import { mintApiKey, type KnownKey } from '@result-links/delivery';
import { ApiKeyDirectory } from './api-key-directory.js';
import { KEY_CACHE_MS } from './key-directory.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };

function world() {
  const { key, hash, hint } = mintApiKey();
  const known: KnownKey = {
    id: 'key-1',
    accountId: 'acme',
    name: 'ci',
    hint,
    scope: 'read',
    integrations: ['x:1'],
    createdAt: new Date(0),
    expiresAt: null,
    revokedAt: null,
    lastUsedAt: null,
    isAccountEnabled: true,
  };
  const keys = new Map([[hash, known]]);
  const store = {
    findKeys: jest.fn(
      async (wanted: readonly string[]) =>
        new Map(
          wanted.flatMap((each): [string, KnownKey][] => {
            const found = keys.get(each);
            return found ? [[each, found]] : [];
          }),
        ),
    ),
    recordUses: jest.fn(async (_uses: ReadonlyMap<string, Date>) => undefined),
  };
  let now = new Date('2026-11-23T10:00:00Z');
  let elapsedMs = 0;
  let tell = () => undefined as void;
  const directory = new ApiKeyDirectory({
    store,
    clock: { now: () => now, monotonicMs: () => elapsedMs },
    events: { onAccounts: (listener) => ((tell = listener), () => undefined) },
    log,
  });
  return {
    key,
    known,
    store,
    directory,
    change: (changes: Partial<KnownKey>) => void keys.set(hash, { ...known, ...changes }),
    pass: (ms: number) => {
      elapsedMs += ms;
      now = new Date(now.getTime() + ms);
    },
    setClock: (ms: number) => void (now = new Date(now.getTime() + ms)),
    tell: () => tell(),
  };
}

const open: ApiKeyDirectory[] = [];
function started() {
  const made = world();
  open.push(made.directory);
  return made;
}
afterEach(() => Promise.all(open.splice(0).map((directory) => directory.close())));

it('says whom a key stands for, and asks the database once in a while', async () => {
  const { key, directory, store, pass } = started();
  const verdicts = await Promise.all([directory.identify(key), directory.identify(key)]);
  expect(verdicts[0]).toEqual({
    principal: {
      ...{ accountId: 'acme', keyId: 'key-1', keyName: 'ci' },
      ...{ scope: 'read', integrations: ['x:1'] },
    },
  });
  pass(KEY_CACHE_MS - 1);
  await directory.identify(key);
  expect(store.findKeys).toHaveBeenCalledTimes(1);
  pass(1);
  await directory.identify(key);
  expect(store.findKeys).toHaveBeenCalledTimes(2);
});

it('does not believe a key for longer because the clock was set back', async () => {
  const { key, directory, store, pass, setClock } = started();
  await directory.identify(key);
  setClock(-3_600_000);
  pass(KEY_CACHE_MS);
  await directory.identify(key);
  expect(store.findKeys).toHaveBeenCalledTimes(2);
});

it('lets nobody in with a key that was revoked, from the moment the news comes', async () => {
  const { key, directory, change, tell } = started();
  await directory.identify(key);
  change({ revokedAt: new Date(0) });
  tell();
  expect(await directory.identify(key)).toEqual({ refusal: 'api_key_revoked' });
});

it('does not keep an answer that was on its way when the news came', async () => {
  const { key, known, directory, store, change, tell } = started();
  let answer = () => undefined as void;
  store.findKeys.mockImplementationOnce(
    ([hash = '']) => new Promise((resolve) => (answer = () => resolve(new Map([[hash, known]])))),
  );
  const first = directory.identify(key);
  await new Promise(setImmediate);
  change({ revokedAt: new Date(0) });
  tell();
  answer();
  await first;
  expect(await directory.identify(key)).toEqual({ refusal: 'api_key_revoked' });
});

it.each<[string, Partial<KnownKey>, string]>([
  ['expired', { expiresAt: new Date('2026-11-23T10:00:00Z') }, 'api_key_expired'],
  ['of a disabled account', { isAccountEnabled: false }, 'account_disabled'],
])('refuses a key that is %s', async (_what, changes, refusal) => {
  const { key, directory, change } = started();
  change(changes);
  expect(await directory.identify(key)).toEqual({ refusal });
});

it('notices the end of a key also while it is remembered', async () => {
  const { key, directory, change, pass } = started();
  change({ expiresAt: new Date('2026-11-23T10:00:01Z') });
  expect(await directory.identify(key)).toHaveProperty('principal');
  pass(1_000);
  expect(await directory.identify(key)).toEqual({ refusal: 'api_key_expired' });
});

it('asks nobody about what cannot be a key of ours', async () => {
  const { directory, store } = started();
  for (const guess of ['', 'x', 'rlk_short', `rlk_${'!'.repeat(43)}`]) {
    expect(await directory.identify(guess)).toEqual({ refusal: 'api_key_wrong' });
  }
  expect(store.findKeys).not.toHaveBeenCalled();
});

it('asks about any number of unknown keys with one query at a time, and about a right one among them', async () => {
  const { key, directory, store } = started();
  const real = store.findKeys.getMockImplementation()!;
  let running = 0;
  store.findKeys.mockImplementation(async (hashes) => {
    expect((running += 1)).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running -= 1;
    return real(hashes);
  });
  const guess = () => directory.identify(mintApiKey().key);
  const guesses = [guess()];
  await new Promise(setImmediate);
  for (let n = 0; n < 500; n += 1) guesses.push(guess());
  expect(await directory.identify(key)).toHaveProperty('principal');
  expect(new Set((await Promise.all(guesses)).map((verdict) => JSON.stringify(verdict)))).toEqual(
    new Set(['{"refusal":"api_key_wrong"}']),
  );
  expect(store.findKeys.mock.calls.map(([hashes]) => hashes.length)).toEqual([1, 501]);
});

it('pauses between look-ups, also after one that failed', async () => {
  const { directory, store } = started();
  store.findKeys.mockRejectedValueOnce(new Error('away'));
  await expect(directory.identify(mintApiKey().key)).rejects.toThrow('away');
  const startedAt = performance.now();
  for (let n = 0; n < 5; n += 1) await directory.identify(mintApiKey().key);
  // Four whole pauses; timers may be a millisecond early.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(35);
});

it('writes uses now and then, and keeps those that could not be written', async () => {
  const { key, directory, store } = started();
  await directory.identify(key);
  await directory.identify(key);
  expect(store.recordUses).not.toHaveBeenCalled();
  store.recordUses.mockRejectedValueOnce(new Error('down'));
  await directory.flush();
  await directory.flush();
  expect(store.recordUses).toHaveBeenCalledTimes(2);
  expect(store.recordUses.mock.calls[1]?.[0]).toEqual(
    new Map([['key-1', new Date('2026-11-23T10:00:00Z')]]),
  );
  await directory.flush();
  expect(store.recordUses).toHaveBeenCalledTimes(2);
});

it('goes on while the database is away, as long as a key is remembered', async () => {
  const { key, directory, store, pass } = started();
  await directory.identify(key);
  store.findKeys.mockRejectedValue(new Error('away'));
  expect(await directory.identify(key)).toHaveProperty('principal');
  pass(KEY_CACHE_MS);
  await expect(directory.identify(key)).rejects.toThrow('away');
});
