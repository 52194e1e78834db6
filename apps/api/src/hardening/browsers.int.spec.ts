/** What browsers are told: security headers, cross-origin access, and whether there are docs. */
import { startBareApp } from '../testing/bare-app.js';

const running: { close(): Promise<void> }[] = [];
async function start(env?: Record<string, string>) {
  const service = await startBareApp(env);
  running.push(service);
  return service;
}
afterEach(async () => {
  await Promise.all(running.splice(0).map((service) => service.close()));
});

it('answers with data run nothing, are not framed, guessed at or cached', async () => {
  const { url } = await start();
  for (const path of [
    '/v1/deliveries',
    '/v1/nothing',
    '/health/live',
    '/v1/%ff',
    '//v1/deliveries',
  ]) {
    const { headers } = await fetch(url + path);
    expect(headers.get('content-security-policy')).toBe(
      "default-src 'none';frame-ancestors 'none'",
    );
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('SAMEORIGIN');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('strict-transport-security')).toBeNull();
    expect(headers.get('x-powered-by')).toBeNull();
    expect(headers.get('cache-control')).toBe('no-store');
  }
});

it('the docs may run their own scripts, no others', async () => {
  const { url } = await start();
  const page = await fetch(`${url}/docs`);
  const policy = page.headers.get('content-security-policy') ?? '';
  expect(page.headers.get('cache-control')).toBeNull();
  expect(policy).toContain("script-src 'self';");
  expect(policy).not.toContain('upgrade-insecure-requests');
  const html = await page.text();
  // A script in the page itself would be blocked.
  expect(html).not.toMatch(/<script(?![^>]*\bsrc=)[^>]*>\s*\S/);
  const sources = [...html.matchAll(/<script[^>]*src="([^"]+)"/g)].map(([, source]) => source!);
  expect(sources.length).toBeGreaterThan(1);
  for (const source of sources) {
    const script = await fetch(new URL(source, `${url}/docs`));
    expect([source, script.status]).toEqual([source, 200]);
  }
});

it('RESULT_LINKS_DOCS=off: neither docs nor document', async () => {
  const { url } = await start({ RESULT_LINKS_DOCS: 'off' });
  for (const path of ['/docs', '/docs/swagger-ui-init.js', '/openapi.json', '/openapi.yaml']) {
    const response = await fetch(url + path);
    expect([path, response.status]).toEqual([path, 404]);
    expect(await response.json()).toMatchObject({ error: { reason: 'route_not_found' } });
  }
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
});

const preflight = (url: string, origin: string) =>
  fetch(`${url}/v1/deliveries`, {
    method: 'OPTIONS',
    headers: {
      origin,
      'access-control-request-method': 'GET',
      'access-control-request-headers': 'authorization',
    },
  });

it('pages of other origins get nothing unless their origin is set', async () => {
  const closed = await start();
  const refused = await preflight(closed.url, 'https://app.example.com');
  expect(refused.status).toBe(204);
  expect(refused.headers.get('access-control-allow-origin')).toBeNull();

  const { url } = await start({
    RESULT_LINKS_CORS_ORIGINS: 'https://app.example.com, http://localhost:4200',
  });
  const allowed = await preflight(url, 'https://app.example.com');
  expect(allowed.status).toBe(204);
  expect(allowed.headers.get('access-control-allow-origin')).toBe('https://app.example.com');
  expect(allowed.headers.get('access-control-allow-headers')).toBe('authorization');
  const other = await preflight(url, 'https://app.example.com.evil.example');
  expect(other.headers.get('access-control-allow-origin')).toBeNull();
  const answer = await fetch(`${url}/v1/deliveries`, {
    headers: { origin: 'http://localhost:4200' },
  });
  expect(answer.status).toBe(401);
  expect(answer.headers.get('access-control-allow-origin')).toBe('http://localhost:4200');
  expect(answer.headers.get('access-control-expose-headers')).toContain('X-Delivery-Id');
});
