import { startSandbox, type Sandbox } from '../index.js';
import { post } from '../testing/post.js';

let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

const statusOf = async (target = 'candidates/candidate-1', integration?: string) =>
  (await post(sandbox, target, { integration })).status;

async function statuses(count: number): Promise<number[]> {
  const all = [];
  for (let call = 0; call < count; call += 1) all.push(await statusOf());
  return all;
}

describe('scenarios', () => {
  it('happen one after the other, in the order they were added', async () => {
    sandbox.script({ times: 2, fault: 'fail-REMOTE.SERVICE_UNAVAILABLE' });
    sandbox.script({ times: 1, fault: 'plain-502' });
    expect(await statuses(5)).toEqual([503, 503, 502, 200, 200]);
  });

  it('touch only the integration and the target they name', async () => {
    sandbox.script({
      integration: 'workday:sandbox-healthy~a',
      target: 'candidate-2',
      fault: 'empty-500',
    });
    expect(await statusOf('candidates/candidate-2', 'workday:sandbox-healthy~a')).toBe(500);
    expect(await statusOf('candidates/candidate-1', 'workday:sandbox-healthy~a')).toBe(200);
    expect(await statusOf('candidates/candidate-2', 'workday:sandbox-healthy')).toBe(200);
  });

  it('make a target exist that they name', async () => {
    expect(await statusOf('candidates/my-own')).toBe(404);
    sandbox.script({ target: 'my-own', fault: 'none' });
    expect(await statusOf('candidates/my-own')).toBe(200);
  });

  it('win over the id and over the state of the integration', async () => {
    sandbox.script({ fault: 'none' });
    expect(await statusOf('candidates/html-502')).toBe(200);
    expect(await statusOf('candidates/candidate-1', 'lever:sandbox-inactive')).toBe(200);
  });

  it('happen with the probability given, and the same way after every reset', async () => {
    const run = async () => {
      sandbox.reset();
      sandbox.script({ probability: 0.3, fault: 'plain-503' });
      return statuses(100);
    };
    const first = await run();
    const failures = first.filter((status) => status === 503).length;
    expect(failures).toBeGreaterThan(15);
    expect(failures).toBeLessThan(45);
    expect(await run()).toEqual(first);
  });

  it('take a fault written out, with status, message and headers', async () => {
    sandbox.script({
      fault: {
        kind: 'error',
        code: 'PLATFORM.RATE_LIMIT_EXCEEDED',
        status: 420,
        message: 'Slowly.',
        headers: { 'retry-after': '3', 'ratelimit-remaining': '0' },
      },
    });
    const response = await post(sandbox, 'candidates/candidate-1');
    expect(response.status).toBe(420);
    expect(await response.json()).toMatchObject({
      status: 'error',
      error: { code: 'PLATFORM.RATE_LIMIT_EXCEEDED', message: 'Slowly.' },
    });
    expect(response.headers.get('retry-after')).toBe('3');
    expect(response.headers.get('ratelimit-remaining')).toBe('0');
  });

  it('can write and answer an error all the same', async () => {
    sandbox.script({ fault: { kind: 'answer', status: 500, body: 'oops', writes: true } });
    expect(await statusOf()).toBe(500);
    expect(sandbox.received({ written: true })).toHaveLength(1);
  });

  it('can slow calls down by a range', async () => {
    sandbox.script({ latencyMs: [30, 60], fault: 'none' });
    await statuses(3);
    for (const { answer } of sandbox.received()) {
      expect(answer?.durationMs).toBeGreaterThanOrEqual(29);
      expect(answer?.durationMs).toBeLessThan(1_000);
    }
  });

  it('reach the look-ups too, when they say so', async () => {
    const lookUp = async (path: string) => {
      const headers = { authorization: `Bearer ${sandbox.apiKey}` };
      return (await fetch(`${sandbox.url}/${path}`, { headers })).status;
    };
    const details = 'integrations/workday:sandbox-healthy';
    sandbox.script({ operation: 'integration-details', times: 1, fault: 'plain-503' });
    sandbox.script({ operation: 'check-api-key', fault: 'fail-PLATFORM.IP_NOT_WHITELISTED' });
    expect([await lookUp(details), await lookUp(details)]).toEqual([503, 200]);
    expect(await lookUp('check-api-key')).toBe(403);
    expect(await statusOf()).toBe(200);
  });
});
