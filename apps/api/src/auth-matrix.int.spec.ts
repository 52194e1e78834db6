/** Every route of the OpenAPI document × every kind of key. */
import { randomBytes } from 'node:crypto';
import { mintApiKey, type NewApiKey } from '@result-links/delivery';
import { startSandbox, type Sandbox } from '@result-links/kombo-sandbox';
import { ACCESS_RULES, type World } from './testing/access-rules.js';
import { startBareApp } from './testing/bare-app.js';
import { OPERATIONS, ruleOf, type Operation } from './testing/every-operation.js';
import { CANDIDATE, healthyIntegration, resultLink, startService } from './testing/service.js';

const ADMIN_KEY = randomBytes(32).toString('base64url');
let service: Awaited<ReturnType<typeof startService>>;
let kombo: Sandbox;
let world: World;
const keys: Record<string, string> = {};

beforeAll(async () => {
  kombo = await startSandbox();
  service = await startService({
    RESULT_LINKS_ADMIN_KEY: ADMIN_KEY,
    RESULT_LINKS_ENCRYPTION_KEY: `test:${randomBytes(32).toString('base64')}`,
    RESULT_LINKS_AUTH_FAILURE_LIMIT: 'off',
    RESULT_LINKS_RATE_LIMIT: 'off',
  });
  const { accounts } = service.engine;
  await accounts.create({
    ...{ id: 'acme', name: null, region: 'eu', baseUrl: kombo.url, komboApiKey: kombo.apiKey },
    ...{ webhookSecret: null, onUnknown: 'hold', limits: { concurrencyLimit: null, rate: null } },
  });
  const integrationId = healthyIntegration();
  const make = async (name: string, given: Partial<NewApiKey>) => {
    const { key, hash, hint } = mintApiKey();
    const all = { accountId: 'acme', name, scope: 'write' as const, integrations: null };
    const kept = await accounts.createKey({ ...all, expiresAt: null, hash, hint, ...given });
    keys[name] = key;
    return kept?.id ?? '';
  };
  await make('write', {});
  await make('read', { scope: 'read' });
  await make('restricted', { integrations: [integrationId] });
  await make('otherIntegration', { integrations: ['workday:other'] });
  await make('expired', { expiresAt: new Date(Date.now() - 1_000) });
  await accounts.revokeKey('acme', await make('revoked', {}));
  keys['otherAccount'] = service.apiKey;
  keys['unknown'] = mintApiKey().key;
  keys['kombo'] = kombo.apiKey;
  keys['admin'] = ADMIN_KEY;

  const accepted = await service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
    headers: { authorization: `Bearer ${keys['write']}`, 'x-integration-id': integrationId },
    body: JSON.stringify(resultLink()),
  });
  expect(accepted.status).toBe(200);
  const endpoint = async () => {
    const made = await service.post('/v1/webhook-endpoints', {
      headers: { authorization: `Bearer ${keys['write']}` },
      body: JSON.stringify({ url: 'https://hooks.example.com/1', events: ['delivery.failed'] }),
    });
    return (made.body as unknown as { data: { id: string } }).data.id;
  };
  const deliveryId = accepted.headers.get('x-delivery-id') ?? '';
  const [endpointId, spareEndpointId] = [await endpoint(), await endpoint()];
  world = { deliveryId, integrationId, endpointId, spareEndpointId };
});
afterAll(async () => {
  await service?.close();
  await kombo?.close();
});

async function call(operation: Operation, key: string | undefined, url = service.url) {
  const { path, headers, body } = ruleOf(operation);
  const values = path?.(world) ?? {};
  const where = operation.path.replace(/\{(\w+)\}/g, (_match, name: string) =>
    encodeURIComponent(values[name] ?? 'none'),
  );
  const content = body?.(world);
  const response = await fetch(url + where, {
    method: operation.method,
    headers: {
      ...(key !== undefined && { authorization: `Bearer ${key}` }),
      ...(content !== undefined && { 'content-type': 'application/json' }),
      ...headers?.(world),
    },
    ...(content !== undefined && {
      body: typeof content === 'string' ? content : JSON.stringify(content),
    }),
  });
  const text = await response.text();
  const { reason = null } = /"reason":"(?<reason>\w+)"/.exec(text)?.groups ?? {};
  return { status: response.status, reason, text };
}
type Result = Awaited<ReturnType<typeof call>>;

/** Let in: whatever the route says then, it is not about the key, and no bug. */
function expectLetIn({ status, reason }: Result): void {
  expect([401, 403]).not.toContain(status);
  expect(reason).not.toBe('route_not_found');
  expect(status).toBeLessThan(500);
}
const expectRefused = (result: Result, status: number, reason: string) =>
  expect(result).toMatchObject({ status, reason });

function expectNotThere({ status, reason }: Result): void {
  expect(status).toBe(404);
  expect(reason).toMatch(/_(not_found|unknown)$/);
  expect(reason).not.toBe('route_not_found');
}

it('has a rule for every operation, and none for another', () => {
  expect(Object.keys(ACCESS_RULES).sort()).toEqual(OPERATIONS.map(({ id }) => id).sort());
});

it('says in the document which key a route wants', () => {
  for (const operation of OPERATIONS) {
    const wanted = ruleOf(operation).for;
    const scheme = wanted === 'everybody' ? undefined : wanted === 'admins' ? 'admin' : 'bearer';
    expect([operation.id, operation.scheme]).toEqual([operation.id, scheme]);
  }
});

describe.each(OPERATIONS)('$method $path', (operation) => {
  const rule = ACCESS_RULES[operation.id] ?? { for: 'everybody' as const };
  const with_ = (name: string) => call(operation, keys[name]);

  if (rule.for === 'everybody') {
    it(rule.isSigned ? 'wants a signature' : 'is for everybody', async () => {
      const result = await call(operation, undefined);
      if (rule.isSigned) expect([401, 503]).toContain(result.status);
      else expectLetIn(result);
    });
    return;
  }

  if (rule.for === 'admins') {
    it('is for the admin key', async () => expectLetIn(await with_('admin')));
    it('is for nobody else', async () => {
      expectRefused(await call(operation, undefined), 401, 'admin_key_missing');
      const others = Object.keys(keys).filter((name) => name !== 'admin');
      for (const name of others) expectRefused(await with_(name), 401, 'admin_key_wrong');
    });
    it('is not there without an admin key', async () => {
      const bare = await startBareApp();
      try {
        for (const key of [undefined, ADMIN_KEY, bare.apiKey]) {
          expectRefused(await call(operation, key, bare.url), 404, 'route_not_found');
        }
      } finally {
        await bare.close();
      }
    });
    return;
  }

  it('lets nobody in without a key, or with one that is not good', async () => {
    expectRefused(await call(operation, undefined), 401, 'api_key_missing');
    for (const name of ['unknown', 'kombo', 'admin']) {
      expectRefused(await with_(name), 401, 'api_key_wrong');
    }
    expectRefused(await with_('revoked'), 401, 'api_key_revoked');
    expectRefused(await with_('expired'), 401, 'api_key_expired');
  });

  it(rule.for === 'readers' ? 'lets readers in' : 'refuses readers', async () => {
    const result = await with_('read');
    if (rule.for === 'readers') expectLetIn(result);
    else expectRefused(result, 403, 'scope_missing');
  });

  const expectNothingOfIt = (result: Result) => {
    expectLetIn(result);
    for (const id of [world.deliveryId, world.endpointId]) expect(result.text).not.toContain(id);
    expect(rule.isEmpty?.(result.text) ?? true).toBe(true);
  };

  it('keeps to the account of the key', async () => {
    const result = await with_('otherAccount');
    if (rule.ofAnotherAccount === 'nothing') expectNotThere(result);
    else expectNothingOfIt(result);
  });

  it('keeps to the integrations of the key', async () => {
    const result = await with_('otherIntegration');
    switch (rule.ofAnotherIntegration) {
      case 'nothing':
        return expectNotThere(result);
      case 'its own':
        return expectNothingOfIt(result);
      default:
        return expectRefused(result, 403, 'integration_not_allowed');
    }
  });

  // Last: it may be a deletion, and the others must be refused what is there.
  it('lets writers in, and those of this integration as far as it is about that', async () => {
    const restricted = await with_('restricted');
    if (rule.isAccountWide) expectRefused(restricted, 403, 'integration_not_allowed');
    else expectLetIn(restricted);
    expectLetIn(await with_('write'));
  });
});

describe('an idempotency key that another integration uses', () => {
  const other = 'workday:other';
  const send = (name: string, integrationId: string, key: string) =>
    service.post(`/v1/ats/candidates/${CANDIDATE}/result-links`, {
      headers: {
        authorization: `Bearer ${keys[name]}`,
        'x-integration-id': integrationId,
        'idempotency-key': key,
        prefer: 'respond-async',
      },
      body: JSON.stringify(resultLink()),
    });
  const idOf = ({ headers }: { headers: Headers }) => headers.get('x-delivery-id') ?? '';

  it('neither shows nor stops a restricted key', async () => {
    const key = randomBytes(9).toString('hex');
    const first = await send('restricted', world.integrationId, key);
    const second = await send('otherIntegration', other, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(second.headers.get('idempotent-replayed')).toBeNull();
    expect(second.text).not.toContain(idOf(first));

    // Within the integration the key still belongs to one request.
    const again = await send('otherIntegration', other, key);
    expect([again.status, idOf(again)]).toEqual([422, idOf(second)]);
    expect(again.text).not.toContain(idOf(first));
  });

  it('makes two deliveries also for a key of the whole account', async () => {
    const key = randomBytes(9).toString('hex');
    const first = await send('write', world.integrationId, key);
    const second = await send('write', other, key);
    expect([first.status, second.status]).toEqual([202, 202]);
    expect(idOf(second)).not.toBe(idOf(first));
  });

  it('does neither in a batch', async () => {
    const key = randomBytes(9).toString('hex');
    const first = await send('restricted', world.integrationId, key);
    const line = {
      ...{ x_integration_id: other, candidate_id: CANDIDATE, idempotency_key: key },
      request_body: resultLink(),
    };
    const answer = await fetch(`${service.url}/v1/deliveries:batch`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keys['otherIntegration']}`,
        'content-type': 'application/x-ndjson',
      },
      body: `${JSON.stringify(line)}\n`,
    });
    const text = await answer.text();
    expect(JSON.parse(text.split('\n')[0]!)).toMatchObject({ status: 'accepted' });
    expect(text).not.toContain(idOf(first));
  });
});
