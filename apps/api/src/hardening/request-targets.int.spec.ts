/** One route has many spellings; all of them get the same protection. */
import { request } from 'node:http';
import { startBareApp } from '../testing/bare-app.js';

let service: Awaited<ReturnType<typeof startBareApp>>;
beforeEach(async () => {
  service = await startBareApp({
    RESULT_LINKS_AUTH_FAILURE_LIMIT: '1/m',
    RESULT_LINKS_ADMIN_KEY: 'an-admin-key-of-at-least-32-characters',
  });
});
afterEach(() => service.close());

/** Sends the request target as it is written; `fetch` would normalize it. */
function send(method: string, target: string) {
  const { hostname, port } = new URL(service.url);
  const headers = { authorization: 'Bearer wrong' };
  return new Promise<{ status?: number; cacheControl?: string }>((resolve, reject) => {
    request({ hostname, port, method, path: target, headers }, (answer) => {
      answer.resume();
      resolve({ status: answer.statusCode, cacheControl: answer.headers['cache-control'] });
    })
      .on('error', reject)
      .end();
  });
}

it.each([
  ['GET', 'http://x/v1/deliveries/none'],
  ['GET', 'HTTPS://user@x:1/v1/deliveries/none'],
  ['GET', '/%761/deliveries/none'],
  ['GET', '/v%31/%64eliveries/none?a=/docs'],
  ['GET', 'http://x/%761/admin/accounts'],
  ['POST', '/v1/deliveries:retry'],
  ['POST', 'http://x/v1/deliveries:retry'],
  ['POST', '/%761/deliveries:%72etry'],
  ['POST', '/v1/deliveries/-/retry'],
])('%s %s is limited and not cached', async (method, target) => {
  expect(await send(method, target)).toEqual({ status: 401, cacheControl: 'no-store' });
  expect(await send(method, target)).toEqual({ status: 429, cacheControl: 'no-store' });
});

it.each(['*', '/%2Fv1/deliveries', '/V1/deliveries', '/docs/../v1/deliveries'])(
  'GET %s is no route, and is not cached',
  async (target) => {
    expect(await send('GET', target)).toEqual({ status: 404, cacheControl: 'no-store' });
  },
);

it.each(['http://x', 'http://x?/v1/'])('GET %s is /, and is not cached', async (target) => {
  expect(await send('GET', target)).toEqual({ status: 302, cacheControl: 'no-store' });
});
