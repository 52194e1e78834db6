import { RegionMismatchError } from '@result-links/delivery';
import type { AccountAccess } from '@result-links/delivery';
import { KomboClient } from '@result-links/kombo-client';
import { AccountClients } from './account-clients.js';

const environment = new KomboClient({ apiKey: 'environment' });
const access = (given: Partial<AccountAccess> = {}): AccountAccess => ({
  accountId: 'acme',
  region: 'us',
  baseUrl: null,
  komboApiKey: 'key-of-acme',
  revision: 1,
  ...given,
});

function world(...accounts: AccountAccess[]) {
  const stored = { accounts, isUp: true };
  const listeners: (() => void)[] = [];
  const errors: unknown[] = [];
  const clients = new AccountClients({
    store: {
      listAccess: async () => {
        if (!stored.isUp) throw new Error('away');
        return stored.accounts;
      },
    },
    events: { onAccounts: (listener) => (listeners.push(listener), () => undefined) },
    environment: { accountId: 'default', client: environment },
    log: {
      info: () => undefined,
      warn: () => undefined,
      error: (fields) => void errors.push(fields),
    },
  });
  opened.push(clients);
  return { clients, stored, errors, tell: () => listeners.forEach((listener) => listener()) };
}
const opened: AccountClients[] = [];
afterEach(() => opened.splice(0).forEach((clients) => clients.close()));
afterAll(() => environment.close());

it('has the environment’s client and one per account, each at the address of its region', async () => {
  const { clients } = world(access(), access({ accountId: 'beta', region: 'eu' }));
  await clients.start();
  expect(clients.clientOf('default')).toBe(environment);
  expect(clients.clientOf('acme')?.baseUrl).toBe('https://api.us.kombo.dev/v1');
  expect(clients.clientOf('beta')?.baseUrl).toBe('https://api.kombo.dev/v1');
  expect(clients.clientOf('nobody')).toBeUndefined();
});

it('never calls the other region’s host, whatever the row says', async () => {
  const { clients, errors } = world(
    access({ region: 'eu', baseUrl: 'https://api.us.kombo.dev/v1' }),
    access({ accountId: 'beta' }),
  );
  await clients.start();
  expect(clients.clientOf('acme')).toBeUndefined();
  expect(clients.clientOf('beta')).toBeDefined();
  expect(errors).toEqual([{ accountId: 'acme', err: expect.any(RegionMismatchError) }]);
  expect(JSON.stringify(errors)).not.toContain('key-of-acme');
});

it('follows changes: another key is another client, an account that is gone has none', async () => {
  const { clients, stored, tell } = world(access());
  await clients.start();
  const first = clients.clientOf('acme');
  await clients.refresh();
  expect(clients.clientOf('acme')).toBe(first);

  stored.accounts = [access({ revision: 2, komboApiKey: 'another' })];
  tell();
  await clients.refresh();
  expect(clients.clientOf('acme')).not.toBe(first);

  stored.accounts = [];
  tell();
  await clients.refresh();
  expect(clients.clientOf('acme')).toBeUndefined();
});

it('looks before it says that there is no such account', async () => {
  const { clients, stored } = world();
  await clients.start();
  stored.accounts = [access()];
  expect(clients.clientOf('acme')).toBeUndefined();
  expect(await clients.find('acme')).toBeDefined();
});

it('keeps its clients while the database is away', async () => {
  const { clients, stored } = world(access());
  await clients.start();
  stored.isUp = false;
  await clients.refresh();
  expect(clients.clientOf('acme')).toBeDefined();
  expect(await clients.find('nobody')).toBeUndefined();
});
