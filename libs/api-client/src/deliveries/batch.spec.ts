import type { RequestListener } from 'node:http';
import { ResultLinksClient } from '../index.js';
import { startFakeApi, type FakeApi } from '../testing/fake-api.js';

const LINE = {
  x_integration_id: 'workday:abc',
  candidate_id: 'c1',
  request_body: { label: 'Result', url: 'https://assessments.example.com/1' },
};
const END = { status: 'end', is_complete: true, accepted: 0, replayed: 0, refused: 0 };
const text = (...values: unknown[]) => values.map((value) => `${JSON.stringify(value)}\n`).join('');

/** Answers each line as soon as it is there, then says the end. */
const answeringEach: RequestListener = (request, response) => {
  let index = 0;
  request.on('data', (chunk: Buffer) => {
    for (let n = chunk.toString().split('\n').length - 1; n > 0; n -= 1) {
      response.write(text({ index: index++, status: 'accepted', delivery: { id: `d${index}` } }));
    }
  });
  request.on('end', () => response.end(text(END)));
};

describe('batchDeliveries', () => {
  let api: FakeApi | undefined;
  const clientFor = async (answer: RequestListener, timeoutMs = 5_000) => {
    api = await startFakeApi(answer, { isStreaming: true });
    return new ResultLinksClient({ apiUrl: api.url, apiKey: 'rl_key', timeoutMs });
  };
  afterEach(async () => {
    await api?.close();
    api = undefined;
  });
  const all = async <T>(values: AsyncIterable<T>): Promise<T[]> => {
    const list: T[] = [];
    for await (const value of values) list.push(value);
    return list;
  };

  it('sends lines and yields their answers in order', async () => {
    const client = await clientFor(answeringEach);
    const answers = await all(client.batchDeliveries([LINE, { ...LINE, idempotency_key: 'k' }]));
    expect(answers.map(({ index, status }) => [index, status])).toEqual([
      [0, 'accepted'],
      [1, 'accepted'],
    ]);
    expect(api?.received[0]).toMatchObject({
      method: 'POST',
      path: '/v1/deliveries:batch',
      headers: { 'content-type': 'application/x-ndjson', authorization: 'Bearer rl_key' },
      body: text(LINE, { ...LINE, idempotency_key: 'k' }),
    });
  });

  it('asks for the next line only when there is room, and yields answers meanwhile', async () => {
    const client = await clientFor(answeringEach);
    let made = 0;
    const lines = (async function* () {
      for (; made < 3; made += 1) {
        yield LINE;
        await new Promise((resolve) => setTimeout(resolve, 30));
      }
    })();
    const iterator = client.batchDeliveries(lines);
    expect((await iterator.next()).value).toMatchObject({ index: 0 });
    expect(made).toBeLessThan(3);
    expect(await all(iterator)).toHaveLength(2);
  });

  it.each([
    ['database_unavailable', 503],
    ['rate_limit_exceeded', 429],
    ['batch_too_large', 413],
    ['compression_invalid', 400],
  ])('stops sending when the batch ends early with %s', async (reason, status) => {
    const error = { code: null, title: 't', message: 'away', log_url: null };
    const client = await clientFor((request, response) => {
      request.once('data', () =>
        response.end(text({ ...END, is_complete: false, error: { ...error, reason } })),
      );
      request.resume();
    });
    let isReturned = false;
    const endless = (async function* () {
      try {
        for (;;) {
          yield LINE;
          await new Promise((resolve) => setTimeout(resolve, 5));
        }
      } finally {
        isReturned = true;
      }
    })();
    await expect(all(client.batchDeliveries(endless))).rejects.toMatchObject({
      name: 'ResultLinksApiError',
      status,
      reason,
    });
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(isReturned).toBe(true);
  });

  it('knows an answer that was cut off from a whole one', async () => {
    const client = await clientFor((request, response) => {
      request.on('end', () => response.end(text({ index: 0, status: 'accepted' })));
      request.resume();
    });
    const iterator = client.batchDeliveries([LINE, LINE]);
    expect((await iterator.next()).value).toMatchObject({ index: 0 });
    await expect(iterator.next()).rejects.toMatchObject({
      name: 'ResultLinksNoAnswerError',
      requestSent: true,
    });
  });

  it('passes on what the lines throw', async () => {
    const client = await clientFor(answeringEach);
    const failing = (function* () {
      yield LINE;
      throw new Error('file is gone');
    })();
    await expect(all(client.batchDeliveries(failing))).rejects.toThrow('file is gone');
  });

  it('fails with the error of the API when it does not take the batch', async () => {
    const client = await clientFor((_request, response) =>
      response.writeHead(401).end(JSON.stringify({ error: { reason: 'api_key_wrong' } })),
    );
    await expect(all(client.batchDeliveries([LINE]))).rejects.toMatchObject({
      status: 401,
      reason: 'api_key_wrong',
    });
  });

  it('as not sent when nobody listens', async () => {
    const client = await clientFor(answeringEach);
    await api?.close();
    await expect(all(client.batchDeliveries([LINE]))).rejects.toMatchObject({
      code: 'ECONNREFUSED',
      requestSent: false,
    });
  });

  it('gives up when told to, and when nothing moves for too long', async () => {
    const client = await clientFor(() => undefined, 100);
    await expect(all(client.batchDeliveries([LINE]))).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    const signal = AbortSignal.timeout(20);
    await expect(all(client.batchDeliveries([LINE], { signal }))).rejects.toMatchObject({
      code: 'ERR_CANCELED',
    });
  });

  it('leaves in peace when its consumer does', async () => {
    const client = await clientFor(answeringEach);
    for await (const answer of client.batchDeliveries([LINE, LINE, LINE])) {
      expect(answer.index).toBe(0);
      break;
    }
  });
});

it('finds deliveries by their ids, 200 at a time', async () => {
  const api = await startFakeApi((request, response) => {
    const ids = new URL(request.url ?? '', 'http://x').searchParams.getAll('id');
    const results = ids.map((id) => ({ id, state: 'queued' }));
    response.end(JSON.stringify({ status: 'success', data: { results, next: null } }));
  });
  const client = new ResultLinksClient({ apiUrl: api.url, apiKey: 'rl_key' });
  const ids = Array.from({ length: 450 }, (_, n) => `d${n}`);
  expect((await client.findDeliveries(ids)).map(({ id }) => id)).toEqual(ids);
  expect(api.received).toHaveLength(3);
  await api.close();
});
