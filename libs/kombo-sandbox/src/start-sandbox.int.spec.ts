import { SANDBOX_INTEGRATIONS, startSandbox, type Sandbox } from './index.js';
import { BODY, post } from './testing/post.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

describe('writing a result link', () => {
  it('answers as Kombo does, and remembers the link', async () => {
    const response = await post(sandbox, 'candidates/candidate-1');
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'success', data: {}, warnings: [] });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'content-type': 'application/json; charset=utf-8',
      'concurrency-limit': '30',
      'concurrency-remaining': '29',
      'ratelimit-limit': '1000000',
      'ratelimit-remaining': '999999',
      'ratelimit-reset': '60',
    });
    const received = sandbox.received();
    expect(received).toEqual([
      {
        sequence: 1,
        at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
        integrationId: 'workday:sandbox-healthy',
        target: { type: 'candidate', id: 'candidate-1' },
        body: BODY,
        rawBody: JSON.stringify(BODY),
        wasWritten: true,
        answer: { status: 200, code: null, ended: 'answered', durationMs: expect.any(Number) },
        requestHeaders: expect.objectContaining({ 'x-integration-id': 'workday:sandbox-healthy' }),
      },
    ]);
    expect(JSON.stringify(received)).not.toContain(sandbox.apiKey);
  });

  it.each(
    SANDBOX_INTEGRATIONS.map(({ id, candidates, applications }) => [id, candidates, applications]),
  )('%s has candidates and applications with two names each', (_id, candidates, applications) => {
    for (const target of [...candidates, ...applications]) {
      expect(target.id).toMatch(/^[1-9A-HJ-NP-Za-km-z]{24}$/);
    }
    expect(candidates.map(({ alias }) => alias)).toContain('candidate-1');
    expect(applications.map(({ alias }) => alias)).toContain('application-1');
  });

  it('takes ids and aliases, with any suffix, but each only on its own route', async () => {
    const [candidateId, applicationId] = [
      SANDBOX_INTEGRATIONS[0]?.candidates[0]?.id,
      SANDBOX_INTEGRATIONS[0]?.applications[2]?.id,
    ];
    const status = async (path: string) => (await post(sandbox, path)).status;
    expect(await status(`candidates/${candidateId}`)).toBe(200);
    expect(await status(`applications/${applicationId}~42`)).toBe(200);
    expect(await status('applications/application-3')).toBe(200);
    expect(await status('candidates/candidate-1~9')).toBe(200);
    expect(await status('candidates/application-1')).toBe(404);
    expect(await status('applications/candidate-1')).toBe(404);
  });
});

describe('starting and stopping', () => {
  it('ends hanging and slow calls at once, and frees the port', async () => {
    const other = await startSandbox();
    const calls = ['hang', 'slow-60000'].map((id) =>
      post(other, `candidates/${id}`).then(
        () => 'answered',
        () => 'cut',
      ),
    );
    while (other.received().length < 2) await new Promise((resolve) => setTimeout(resolve, 5));
    const startedAt = performance.now();
    await other.close();
    expect(await Promise.all(calls)).toEqual(['cut', 'cut']);
    expect(performance.now() - startedAt).toBeLessThan(500);
    const port = Number(new URL(other.origin).port);
    const again = await startSandbox({ port });
    expect(again.origin).toBe(other.origin);
    await again.close();
  });

  it('says that a port is taken', async () => {
    const port = Number(new URL(sandbox.origin).port);
    await expect(startSandbox({ port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
  });

  it('takes another key', async () => {
    const other = await startSandbox({ apiKey: 'another' });
    expect((await post(other, 'candidates/candidate-1')).status).toBe(200);
    const wrong = await post(other, 'candidates/candidate-1', { key: 'Bearer sandbox-key' });
    expect(wrong.status).toBe(401);
    await other.close();
  });
});
