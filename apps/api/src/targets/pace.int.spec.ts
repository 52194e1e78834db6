import { KomboClient } from '@result-links/kombo-client';
import { startSandbox, type Sandbox } from '@result-links/kombo-sandbox';
import { createResolver, komboLookUps } from '@result-links/resolver';

// The resolver against a Kombo whose rate window is small, without a service around it.
let sandbox: Sandbox;
let kombo: KomboClient;
const refused: number[] = [];
const asked: string[] = [];

beforeAll(async () => {
  sandbox = await startSandbox({ rateLimit: { limit: 20, windowSeconds: 1 } });
  kombo = new KomboClient({
    apiKey: sandbox.apiKey,
    baseUrl: sandbox.url,
    axios: {
      intercept: ({ request, response }) => {
        request.use((config) => {
          asked.push(String(config.headers['X-Integration-Id']));
          return config;
        });
        response.use((answer) => {
          if (answer.status === 429) refused.push(answer.status);
          return answer;
        });
      },
    },
  });
});
afterAll(async () => {
  kombo.close();
  await sandbox.close();
});
beforeEach(() => {
  sandbox.reset();
  refused.length = 0;
  asked.length = 0;
});

it('looks 60 people up through a window of 20 per second, hardly ever refused', async () => {
  const resolver = createResolver(komboLookUps(kombo));
  const references = Array.from({ length: 60 }, (_, index) => ({
    x_integration_id: 'workday:sandbox-healthy',
    email: `person-${index * 10 + 1}@example.com`,
  }));
  const answers = await resolver.resolveMany(references);
  expect(answers.map(({ status }) => status)).toEqual(references.map(() => 'resolved'));
  // Four are under way when a window is used up but for its reserve of two.
  expect(refused.length).toBeLessThanOrEqual(8);
});

it('does not let a broken integration hold another up, nor ask it again and again', async () => {
  const broken = { x_integration_id: 'workday:sandbox-healthy~broken' };
  sandbox.script({
    operation: 'get-candidates',
    integration: broken.x_integration_id,
    fault: 'fail-INTEGRATION.INACTIVE',
  });
  const well = { x_integration_id: 'workday:sandbox-healthy~well' };
  const resolver = createResolver(komboLookUps(kombo));
  const startedAt = performance.now();
  const answers = await resolver.resolveMany(
    Array.from({ length: 110 }, (_, index) => ({
      ...(index < 100 ? broken : well),
      email: `person-${index * 10 + 1}@example.com`,
    })),
  );
  expect(answers.slice(0, 100).every(({ failure }) => failure?.kind === 'integration_broken')).toBe(
    true,
  );
  expect(answers.slice(100).every(({ status }) => status === 'resolved')).toBe(true);
  expect(asked.filter((id) => id === broken.x_integration_id).length).toBeLessThanOrEqual(4);
  expect(performance.now() - startedAt).toBeLessThan(5_000);
});
