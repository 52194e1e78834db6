/** Every path of the OpenAPI document × every method, and what is said of paths that are none. */
import { request as httpRequest, METHODS } from 'node:http';
import { mintApiKey } from '@result-links/delivery';
import {
  DOCUMENT,
  OPERATIONS,
  goodPath,
  startCallableService,
  type Answered,
  type Operation,
} from './testing/every-operation.js';
import { startBareApp } from './testing/bare-app.js';

let service: Awaited<ReturnType<typeof startCallableService>>;
beforeAll(async () => {
  service = await startCallableService();
});
afterAll(() => service.close());

/** A request that `fetch` would not send, or would change. */
function raw(
  method: string,
  path: string,
  headers: Record<string, string> = {},
  url = service.url,
) {
  const { hostname, port } = new URL(url);
  return new Promise<Answered>((resolve, reject) => {
    const sent = httpRequest({ hostname, port, method, path, headers }, (response) => {
      let text = '';
      response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
      response.on('end', () => {
        const all = Object.entries(response.headers).map(
          ([k, v]) => [k, String(v)] as [string, string],
        );
        const isJson = (response.headers['content-type'] ?? '').startsWith('application/json');
        const { error = {} } = isJson && text !== '' ? JSON.parse(text) : {};
        resolve({ status: response.statusCode ?? 0, headers: new Headers(all), text, error });
      });
    });
    sent.on('error', reject).end();
  });
}

const methodsOf = (path: string) => {
  const methods = Object.keys(DOCUMENT.paths[path] ?? {}).map((method) => method.toUpperCase());
  return methods.includes('GET') ? [...methods, 'HEAD'] : methods;
};
const allowOf = ({ headers }: Answered) => (headers.get('allow') ?? '').split(', ').sort();

const ofPaths = Object.keys(DOCUMENT.paths).map((path) => {
  const operation = OPERATIONS.find((each) => each.path === path) as Operation;
  return { path, url: goodPath(operation), allow: [...methodsOf(path), 'OPTIONS'].sort() };
});

describe.each(ofPaths)('$path', ({ path, url, allow }) => {
  it('answers OPTIONS with its methods, without a key', async () => {
    const answer = await raw('OPTIONS', url);
    expect([answer.status, answer.text]).toEqual([204, '']);
    expect(allowOf(answer)).toEqual(allow);
  });

  it('answers every other method with 405, its methods, and the envelope', async () => {
    for (const method of METHODS) {
      if (method === 'CONNECT' || allow.includes(method)) continue;
      const answer = await raw(method, url);
      expect([method, answer.status]).toEqual([method, 405]);
      expect(allowOf(answer)).toEqual(allow);
      if (method === 'HEAD') continue;
      expect(answer.error.reason).toBe('method_not_allowed');
      expect(answer.error.message).toContain(`${method} ${url}`);
      expect(answer.error.message).toContain(methodsOf(path)[0]);
    }
  });
});

describe.each(OPERATIONS.filter(({ method }) => method === 'GET'))('HEAD $path', (operation) => {
  it('has status and headers of GET, and no body', async () => {
    const [get, head] = [
      await service.call(operation),
      await service.call(operation, { method: 'HEAD' }),
    ];
    expect([head.status, head.text]).toEqual([get.status, '']);
    expect(head.headers.get('content-type')).toBe(get.headers.get('content-type'));
    const length = head.headers.get('content-length');
    if (length !== null) expect(length).toBe(get.headers.get('content-length'));
  });
});

it('HEAD is for keys that may read', async () => {
  const { key, hash, hint } = mintApiKey();
  const given = { accountId: 'default', name: 'reader', integrations: null, expiresAt: null };
  await service.engine.accounts.createKey({ ...given, scope: 'read', hash, hint });
  const answer = await raw('HEAD', '/v1/deliveries', { authorization: `Bearer ${key}` });
  expect(answer.status).toBe(200);
});

it('OPTIONS * is about the service', async () => {
  const answer = await raw('OPTIONS', '*');
  expect(answer.status).toBe(204);
  expect(allowOf(answer)).toEqual(['DELETE', 'GET', 'HEAD', 'OPTIONS', 'PATCH', 'POST']);
});

describe('a path that is none', () => {
  it.each(['GET', 'POST', 'DELETE', 'PUT', 'OPTIONS', 'PROPFIND', 'QUERY'])(
    '%s is told method and path, without the query',
    async (method) => {
      const answer = await raw(method, '/v2/nothing/here?token=secret');
      expect([answer.status, answer.error.reason]).toEqual([404, 'route_not_found']);
      expect(answer.error.message).toContain(`There is no route ${method} /v2/nothing/here.`);
      expect(answer.text).not.toContain('secret');
    },
  );

  it('is shown without what could act on a page or a terminal', async () => {
    const { text, headers } = await raw('GET', `/<script>alert('1')</script>"\\`);
    expect(text).not.toMatch(/[<>'\\]/);
    expect(JSON.parse(text).error.message).toContain(
      'GET /%3Cscript%3Ealert(%271%27)%3C/script%3E%22%5C',
    );
    expect(headers.get('content-type')).toMatch(/^application\/json/);
  });

  it('is cut when it is long', async () => {
    const { error } = await raw('GET', `/${'x'.repeat(10_000)}`);
    expect(error.message?.length).toBeLessThan(300);
    expect(error.message).toContain('xxx…');
  });

  it('is also one when its action is unknown, or belongs to another collection', async () => {
    for (const path of ['/v1/deliveries/x/explode', '/v1/targets:retry', '/v1/deliveries/']) {
      const { status, error } = await raw('POST', path);
      expect([status, error.message]).toEqual([404, expect.stringContaining(`POST ${path}.`)]);
    }
  });

  it.each([
    ['GET', '/v1/deliveries/'],
    ['GET', '/v1/integrations//readiness'],
    ['POST', '/v1/ats/candidates//result-links'],
    ['DELETE', '/v1/webhook-endpoints/'],
  ])('is also one with an empty ID: %s %s', async (method, path) => {
    const answer = await raw(method, `${path}?note=secret`);
    expect([answer.status, answer.error.reason]).toEqual([404, 'route_not_found']);
    expect(answer.error.message).toContain(`There is no route ${method} ${path}.`);
    expect(answer.text).not.toContain('secret');
  });
});

it('/ leads to the docs', async () => {
  const answer = await fetch(`${service.url}/`);
  expect([answer.status, answer.url]).toEqual([200, `${service.url}/docs`]);
  expect(await answer.text()).toContain('swagger-ui');
});

it('pages of other origins can read 404 and 405', async () => {
  const origin = 'https://app.example.com';
  const bare = await startBareApp({ RESULT_LINKS_CORS_ORIGINS: origin });
  try {
    for (const [method, path, status] of [
      ['GET', '/v2/nothing', 404],
      ['PUT', '/v1/deliveries', 405],
      ['OPTIONS', '/v1/deliveries', 204],
    ] as const) {
      const answer = await raw(method, path, { origin }, bare.url);
      expect([method, answer.status]).toEqual([method, status]);
      expect(answer.headers.get('access-control-allow-origin')).toBe(origin);
    }
    const asked = { origin, 'access-control-request-method': 'POST' };
    const preflight = await raw('OPTIONS', '/v1/deliveries', asked, bare.url);
    expect([preflight.status, preflight.text]).toEqual([204, '']);
    expect(preflight.headers.get('access-control-allow-methods')).toContain('POST');
  } finally {
    await bare.close();
  }
});
