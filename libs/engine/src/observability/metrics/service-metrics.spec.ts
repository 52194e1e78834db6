import type { AttemptEnd, StartedAttempt } from '@result-links/delivery';
import type { ServiceStatus } from '@result-links/persistence';
import { codeLabel } from './attempt-metrics.js';
import { createMetrics } from './service-metrics.js';
import { StatusReader } from './status-reader.js';

const status: ServiceStatus = {
  depth: { queued: 7, delivering: 2, retrying: 1, parked: 3, unknown: 4 },
  ...{ oldestDueSeconds: 500, oldestStartableSeconds: 20, heldUpIntegrations: 1 },
  ...{ inFlight: 2, inFlightLimit: 10, parkedIntegrations: 1, oldestParkedSeconds: 7_200 },
  ...{ pausedAccounts: 1, liveWorkers: 2, durabilityRisks: ['fsync_off'] },
  isSendingStopped: true,
};
const metricsOf = (read: () => Promise<ServiceStatus> = async () => status) =>
  createMetrics({
    isHearing: () => true,
    status: read,
    worker: { inFlight: () => 5, concurrency: 100 },
  });
const started = {
  delivery: { acceptedAt: new Date(0), integrationId: 'a:b' },
  attempt: { startedAt: new Date(10_000), number: 1 },
} as StartedAttempt;
const end = (given: Partial<AttemptEnd>): AttemptEnd => ({
  ...{ outcome: 'delivered', code: null, httpStatus: 200, requestSent: 'yes', next: 'delivered' },
  ...{ answeredAt: new Date(), durationMs: 2_000, isFirstWord: true, isLost: false },
  ...given,
});

it('counts attempts by outcome and code; a code we do not know makes no series of its own', async () => {
  const metrics = metricsOf();
  const tell = (given: Partial<AttemptEnd>) => metrics.attempts.begin(started, 'w').end(end(given));
  tell({});
  tell({ outcome: 'rejected', code: 'ATS.JOB_CLOSED' });
  tell({ outcome: 'rejected', code: 'ATS.NEW_1' });
  tell({ outcome: 'rejected', code: 'ATS.NEW_2' });
  tell({ outcome: 'rejected', code: 'constructor' });
  const text = await metrics.text();
  expect(text).toContain('result_links_attempts_total{outcome="delivered",code="none"} 1');
  expect(text).toContain('result_links_attempts_total{outcome="rejected",code="ATS.JOB_CLOSED"} 1');
  expect(text).toContain('result_links_attempts_total{outcome="rejected",code="other"} 3');
  expect(text).not.toContain('ATS.NEW');
  expect(text).toContain('result_links_delivery_duration_seconds_sum 12');
  expect(text).toContain('result_links_attempt_duration_seconds_count{outcome="rejected"} 4');
});

it('counts the late answer to a closed attempt apart, and its delivery as delivered', async () => {
  const metrics = metricsOf();
  metrics.attempts.begin(started, 'w').end(end({ isFirstWord: false }));
  const text = await metrics.text();
  expect(text).toContain('result_links_late_answers_total{outcome="delivered"} 1');
  expect(text).not.toContain('result_links_attempts_total{');
  expect(text).toContain('result_links_delivery_duration_seconds_count 1');
});

it('counts an attempt that the database has lost apart from all others', async () => {
  const metrics = metricsOf();
  metrics.attempts.begin(started, 'w').end(end({ isFirstWord: false, isLost: true }));
  const text = await metrics.text();
  expect(text).toContain('result_links_lost_attempts_total{outcome="delivered"} 1');
  expect(text).not.toMatch(/result_links_(attempts|late_answers)_total\{/);
});

it('measures how long a link waits to be sent, once per link', async () => {
  const metrics = metricsOf();
  const acceptedAt = new Date(Date.now() - 2_000);
  for (const number of [1, 2]) {
    const attempt = { ...started.attempt, number };
    const watch = metrics.attempts.begin(
      { delivery: { ...started.delivery, acceptedAt }, attempt },
      'w',
    );
    watch.sent?.();
  }
  const text = await metrics.text();
  expect(text).toContain('result_links_send_wait_seconds_bucket{le="1"} 0');
  expect(text).toContain('result_links_send_wait_seconds_count 1');
});

it('tells what waits, from the database', async () => {
  const text = await metricsOf().text();
  expect(text).toContain('result_links_database_up 1');
  expect(text).toContain('result_links_deliveries{state="unknown"} 4');
  expect(text).toContain('result_links_queue_oldest_startable_seconds 20');
  expect(text).toContain('result_links_parked_integrations 1');
  expect(text).toContain('result_links_database_durability_risk{risk="fsync_off"} 1');
  expect(text).toContain('result_links_database_durability_risk{risk="asynchronous_standby"} 0');
  expect(text).toContain('result_links_worker_attempts_in_flight 5');
  expect(text).toContain('result_links_worker_concurrency 100');
  expect(text).toContain('process_resident_memory_bytes');
});

it('says nothing about what waits while the database is away, also after it was there', async () => {
  let isUp = true;
  let nowMs = 0;
  const read = async () => {
    if (!isUp) {
      throw new Error('away');
    }
    return status;
  };
  const now = jest.spyOn(performance, 'now').mockImplementation(() => nowMs);
  const metrics = metricsOf(read);
  expect(await metrics.text()).toMatch(/^result_links_queue_oldest_due_seconds 500$/m);
  isUp = false;
  nowMs = 60_000;
  const text = await metrics.text();
  now.mockRestore();
  expect(text).toContain('result_links_database_up 0');
  expect(text).not.toMatch(
    /^result_links_(deliveries|queue_\w+|live_workers|database_durability_risk)[ {]/m,
  );
});

it('has a bounded number of series', async () => {
  const metrics = metricsOf();
  for (let n = 0; n < 500; n += 1) {
    metrics.answered({ method: `M${n}`, route: undefined, status: 404, seconds: 0.1 });
    metrics.attempts.begin(started, `w${n}`).end(end({ outcome: 'rejected', code: `X.${n}` }));
  }
  const own = (await metrics.text()).split('\n').filter((line) => line.startsWith('result_links_'));
  expect(own.length).toBeLessThan(120);
});

it.each([
  [null, 'none'],
  ['REMOTE.SERVICE_UNAVAILABLE', 'REMOTE.SERVICE_UNAVAILABLE'],
  ['REMOTE.WHO_KNOWS', 'other'],
])('the code %s is labelled %s', (code, label) => expect(codeLabel(code)).toBe(label));

describe('the status', () => {
  it('is read once for all who ask at the same time, and again only after 15 s', async () => {
    let nowMs = 0;
    const read = jest.fn(async () => status);
    const reader = new StatusReader(read, () => nowMs);
    await Promise.all([reader.read(), reader.read(), reader.read()]);
    nowMs = 14_999;
    expect(await reader.read()).toEqual({ status, ageSeconds: 14.999 });
    expect(read).toHaveBeenCalledTimes(1);
    nowMs = 15_000;
    expect(await reader.read()).toEqual({ status, ageSeconds: 0 });
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is read the more rarely the longer reading takes', async () => {
    let nowMs = 0;
    const read = jest.fn(async () => {
      nowMs += 2_000;
      return status;
    });
    const reader = new StatusReader(read, () => nowMs);
    await reader.read();
    nowMs += 39_999;
    await reader.read();
    expect(read).toHaveBeenCalledTimes(1);
    nowMs += 1;
    await reader.read();
    expect(read).toHaveBeenCalledTimes(2);
  });

  it('is the old one, with its age, while the database is slow; never two reads at once', async () => {
    let nowMs = 0;
    const answers: ((value: ServiceStatus) => void)[] = [];
    const read = jest.fn(() => new Promise<ServiceStatus>((resolve) => answers.push(resolve)));
    const reader = new StatusReader(read, () => nowMs, 5);
    expect(await reader.read()).toBeNull();
    expect(await reader.read()).toBeNull();
    answers[0]!(status);
    await new Promise(setImmediate);
    nowMs = 40_000;
    expect(await reader.read()).toEqual({ status, ageSeconds: 40 });
    expect(await reader.read()).toEqual({ status, ageSeconds: 40 });
    expect(read).toHaveBeenCalledTimes(2);
  });
});
