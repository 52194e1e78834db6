import { setTimeout as sleep } from 'node:timers/promises';
import type {
  ClaimedMessage,
  ClaimOptions,
  SentMessage,
  WebhookOutbox,
} from '@result-links/persistence';
import type { SendResult, WebhookSender } from '@result-links/webhooks';
import { systemClock } from '../system-clock.js';
import { WebhookDispatcher, type DispatcherOptions } from './dispatcher.js';

const ok: SendResult = { succeeded: true, httpStatus: 204, error: null, retryAfterSeconds: null };
const failed: SendResult = { ...ok, succeeded: false, httpStatus: 500, error: 'answered 500' };

const message = (id: string, given: Partial<ClaimedMessage> = {}): ClaimedMessage => ({
  id,
  type: 'delivery.failed',
  payload: '{}',
  attemptNumber: 1,
  endpoint: { id: 'e', accountId: 'a', url: 'https://hooks.example.com', failingSince: null },
  secrets: ['whsec_MTIz'],
  ...given,
});

/** An outbox that hands out what it was given, once. */
class FakeOutbox implements WebhookOutbox {
  readonly finished: SentMessage[] = [];
  readonly claims: ClaimOptions[] = [];
  failures = 0;
  constructor(private readonly due: ClaimedMessage[]) {}
  async claim(options: ClaimOptions): Promise<ClaimedMessage[]> {
    if (this.failures-- > 0) throw new Error('the database is away');
    this.claims.push(options);
    return this.due.splice(0, options.limit);
  }
  async finish(sent: SentMessage): Promise<{ disabled: boolean }> {
    this.finished.push(sent);
    return { disabled: sent.disable !== null };
  }
  async prune(): Promise<boolean> {
    return false;
  }
}

const running: WebhookDispatcher[] = [];
afterEach(() => Promise.all(running.splice(0).map((one) => one.stop(0))));

function start(outbox: WebhookOutbox, send: WebhookSender, given: Partial<DispatcherOptions> = {}) {
  const lines: string[] = [];
  const disabled: string[] = [];
  const note = (_fields: unknown, line: string) => void lines.push(line);
  const dispatcher = new WebhookDispatcher({
    outbox,
    send,
    clock: systemClock,
    random: () => 0.5,
    log: { info: note, warn: note, error: note },
    observer: {
      komboWebhook: () => undefined,
      sent: () => undefined,
      disabled: (reason) => void disabled.push(reason),
    },
    disableAfterMs: 1_000,
    pollMs: 5,
    ...given,
  });
  running.push(dispatcher);
  dispatcher.start();
  return { dispatcher, lines, disabled };
}

async function until(condition: () => boolean): Promise<void> {
  for (let n = 0; n < 400 && !condition(); n += 1) await sleep(5);
  expect(condition()).toBe(true);
}

it('sends what is due, and writes down what came of it', async () => {
  const outbox = new FakeOutbox([message('1'), message('2')]);
  const { lines } = start(outbox, async (_url, { id }) => (id === '1' ? ok : failed));
  await until(() => outbox.finished.length === 2);
  expect(outbox.finished.find(({ messageId }) => messageId === '1')).toMatchObject({
    succeeded: true,
    retryInMs: null,
    endpointId: 'e',
    attemptNumber: 1,
  });
  expect(outbox.finished.find(({ messageId }) => messageId === '2')).toMatchObject({
    succeeded: false,
    retryInMs: 5_000,
    error: 'answered 500',
  });
  expect(lines).toEqual(expect.arrayContaining(['webhook delivered', 'webhook failed']));
});

it('never has more on the wire than it may, and asks only for what it can send', async () => {
  const outbox = new FakeOutbox(Array.from({ length: 9 }, (_, n) => message(String(n))));
  let [now, most] = [0, 0];
  const send: WebhookSender = async () => {
    most = Math.max(most, ++now);
    await sleep(5);
    now -= 1;
    return ok;
  };
  start(outbox, send, { concurrency: 3 });
  await until(() => outbox.finished.length === 9);
  expect(most).toBe(3);
  expect(Math.max(...outbox.claims.map(({ limit }) => limit))).toBe(3);
});

it('leaves room for other endpoints when nearly all of its places are taken', async () => {
  const outbox = new FakeOutbox(Array.from({ length: 60 }, (_, n) => message(String(n))));
  const hang: WebhookSender = (_url, _message, signal) =>
    new Promise((resolve) => signal?.addEventListener('abort', () => resolve(failed)));
  start(outbox, hang, { concurrency: 70 });
  await until(() => outbox.claims.length >= 2);
  expect(outbox.claims[0]).toMatchObject({ limit: 50, perEndpoint: 5 });
  await until(() => outbox.claims.at(-1)?.limit === 10);
  expect(outbox.claims.at(-1)).toMatchObject({ perEndpoint: 1, perFailingEndpoint: 1 });
});

it('says in the log when an endpoint was switched off', async () => {
  const failingSince = new Date(Date.now() - 2_000);
  const endpoint = { ...message('1').endpoint, failingSince };
  const outbox = new FakeOutbox([message('1', { endpoint })]);
  const { lines, disabled } = start(outbox, async () => failed);
  await until(() => disabled.length === 1);
  expect(disabled).toEqual(['failing']);
  expect(lines).toContain('webhook endpoint switched off');
});

it('goes on when the database comes back', async () => {
  const outbox = new FakeOutbox([message('1')]);
  outbox.failures = 3;
  start(outbox, async () => ok);
  await until(() => outbox.finished.length === 1);
});

it('does not send what it cannot sign', async () => {
  const outbox = new FakeOutbox([message('1', { secrets: [] })]);
  const send = jest.fn(async () => ok);
  start(outbox, send);
  await until(() => outbox.finished.length === 1);
  expect(send).not.toHaveBeenCalled();
  expect(outbox.finished[0]?.error).toMatch(/RESULT_LINKS_ENCRYPTION_KEY/);
});

it('lets what is on the wire end, and leaves what had to be cut to its lease', async () => {
  const outbox = new FakeOutbox([message('quick'), message('slow')]);
  const { dispatcher } = start(outbox, async (_url, { id }, signal) => {
    if (id === 'quick') return ok;
    await sleep(60_000, undefined, { ...(signal && { signal }) }).catch(() => undefined);
    return failed;
  });
  await until(() => outbox.finished.length === 1);
  await dispatcher.stop(20);
  expect(outbox.finished.map(({ messageId }) => messageId)).toEqual(['quick']);
});
