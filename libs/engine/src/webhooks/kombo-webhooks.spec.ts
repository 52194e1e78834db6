import { createHmac } from 'node:crypto';
import type { KomboWebhookInput } from '@result-links/persistence';
import { KomboWebhooks } from './kombo-webhooks.js';
import { WebhookSecrets } from './webhook-secrets.js';

const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
const sign = (body: string, secret: string) =>
  createHmac('sha256', secret).update(body).digest('base64url');
const body = (given: object = {}) =>
  JSON.stringify({
    id: 'w-1',
    type: 'integration-state-changed',
    data: { integration_id: 'workday:1', state: 'INVALID' },
    ...given,
  });

function setUp(environmentSecret: string | null, stored: Record<string, string> = {}) {
  const applied: KomboWebhookInput[] = [];
  const seen: [string | null, string][] = [];
  const secrets = new WebhookSecrets(
    environmentSecret === null ? null : { accountId: 'default', secret: environmentSecret },
    {
      listWebhookSecrets: async () =>
        Object.entries(stored).map(([accountId, secret]) => ({ accountId, secret })),
    },
    () => undefined,
  );
  const observer = {
    komboWebhook: (type: string | null, result: string) => void seen.push([type, result]),
    sent: () => undefined,
    disabled: () => undefined,
  };
  const applyKomboWebhook = async (input: KomboWebhookInput) => {
    applied.push(input);
    return { effect: 'parked' as const, deliveries: 3 };
  };
  const webhooks = new KomboWebhooks(secrets, { applyKomboWebhook }, observer, log);
  const receive = (text: string, signature?: string) =>
    webhooks.receive(Buffer.from(text), signature);
  return { applied, seen, receive };
}

it('belongs to the account whose secret verifies it', async () => {
  const { receive, applied, seen } = setUp('s-default', { acme: 's-acme', other: 's-other' });
  expect(await receive(body(), sign(body(), 's-acme'))).toEqual({
    kind: 'acknowledged',
    accountId: 'acme',
    type: 'integration-state-changed',
    effect: 'parked',
    deliveries: 3,
  });
  expect(applied).toMatchObject([{ accountId: 'acme', id: 'w-1', news: { effect: 'park' } }]);
  await receive(body(), sign(body(), 's-default'));
  expect(applied[1]).toMatchObject({ accountId: 'default' });
  expect(seen).toEqual(Array(2).fill(['integration-state-changed', 'parked']));
});

it.each([
  ['no signature', undefined, 'signature_missing'],
  ['an empty one', '', 'signature_wrong'],
  ['that of another secret', sign(body(), 'guess'), 'signature_wrong'],
  ['that of another body', sign(body({ id: 'w-2' }), 's-default'), 'signature_wrong'],
  ['padding', `${sign(body(), 's-default')}=`, 'signature_wrong'],
])('does nothing with %s', async (_what, signature, kind) => {
  const { receive, applied, seen } = setUp('s-default');
  expect(await receive(body(), signature)).toEqual({ kind });
  expect(applied).toEqual([]);
  expect(seen).toEqual([[null, kind]]);
});

it('cannot check anything without a secret', async () => {
  expect(await setUp(null).receive(body(), sign(body(), ''))).toEqual({ kind: 'not_configured' });
});

it('acknowledges and counts kinds it does not know', async () => {
  const { receive, applied, seen } = setUp('s');
  const text = body({ type: 'candidate-danced' });
  expect(await receive(text, sign(text, 's'))).toMatchObject({
    kind: 'acknowledged',
    effect: 'ignored',
  });
  expect([applied, seen]).toEqual([[], [['candidate-danced', 'ignored']]]);
});

it.each(['{', '[]', '{"id":"x"}', body({ data: {} })])(
  'says so when %s is signed all the same',
  async (text) => {
    expect(await setUp('s').receive(text, sign(text, 's'))).toEqual({ kind: 'malformed' });
  },
);

it('recognises a webhook without a usable id by its content', async () => {
  const { receive, applied } = setUp('s');
  for (const id of ['', 'x'.repeat(300), 'a\u0000b']) {
    await receive(body({ id }), sign(body({ id }), 's'));
  }
  expect(applied.map(({ id }) => id)).toEqual(
    Array(3).fill(expect.stringMatching(/^sha256:[0-9a-f]{64}$/)),
  );
});

it('reads stored secrets again when accounts change or ten seconds are over, not with every request', async () => {
  let [reads, nowMs] = [0, 0];
  let change: () => void = () => undefined;
  const store = {
    listWebhookSecrets: async () => {
      reads += 1;
      if (reads === 4) throw new Error('the database is away');
      return [{ accountId: 'acme', secret: `s-${reads}` }];
    },
  };
  const secrets = new WebhookSecrets(
    null,
    store,
    (listener) => (change = listener),
    () => nowMs,
  );
  const read = async () => (await secrets.all())[0]?.secret;
  expect([await read(), await read()]).toEqual(['s-1', 's-1']);
  change();
  expect(await read()).toBe('s-2');
  nowMs = 10_000;
  expect(await read()).toBe('s-3');
  change();
  await expect(secrets.all()).rejects.toThrow('away');
  expect(await read()).toBe('s-5');
});
