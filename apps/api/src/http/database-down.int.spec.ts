/** The API while its PostgreSQL server is out of reach: it lives, says so, and accepts nothing. */
import { createLogger, openEngine, type Engine } from '@result-links/engine';
import { KomboClient } from '@result-links/kombo-client';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';

const config = readConfig({ DATABASE_URL: 'postgres://127.0.0.1:9/none' });
const kombo = new KomboClient({ apiKey: 'k', baseUrl: 'http://127.0.0.1:9/v1' });
const lines: string[] = [];
let engine: Engine;
let close: () => Promise<void>;
let url: string;

beforeAll(async () => {
  const logger = createLogger('info', { write: (line) => lines.push(line) });
  engine = await openEngine(config.engine, { kombo, logger, isWorker: true });
  const app = await createApp(config, engine, logger);
  await app.listen(0, '127.0.0.1');
  url = await app.getUrl();
  const ready = engine.ready().catch(() => undefined);
  close = async () => {
    await app.close();
    await engine.close(1_000);
    await ready;
    kombo.close();
  };
});
afterAll(() => close());

it('answers writes with 503 and when to come back, in the envelope', async () => {
  const answer = await fetch(`${url}/v1/ats/candidates/c/result-links`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${config.apiKey}`,
      'x-integration-id': 'a:b',
      'content-type': 'application/json',
    },
    body: '{"label":"L","url":"https://a.example"}',
  });
  expect(answer.status).toBe(503);
  expect(answer.headers.get('retry-after')).toBe('5');
  expect(await answer.json()).toMatchObject({
    status: 'error',
    error: { code: null, reason: 'database_unavailable' },
  });
  expect(lines.join('')).not.toContain('unexpected error');
});

it('is alive but not ready', async () => {
  expect((await fetch(`${url}/health/live`)).status).toBe(200);
  const ready = await fetch(`${url}/health/ready`);
  expect([ready.status, await ready.json()]).toEqual([
    503,
    { status: 'not_ready', reasons: ['database_unavailable'] },
  ]);
});

it('still says what is wrong with a request', async () => {
  const answer = await fetch(`${url}/v1/ats/candidates/c/result-links`, {
    method: 'POST',
    headers: { authorization: `Bearer ${config.apiKey}`, 'content-type': 'application/json' },
    body: '{}',
  });
  expect(answer.status).toBe(400);
});
