import * as assessment from './assessment/index.js';
import * as ats from './ats/index.js';
import * as general from './general/index.js';
import {
  API_KEY,
  clientFor,
  closeClients,
  errorBody,
  rejectionOf,
  SUCCESS,
} from '../testing/fixtures.js';
import { INTEGRATION } from '../testing/operation-example.js';
import { answering, closeServers, startRawServer, startServer } from '../testing/test-server.js';

afterEach(async () => {
  closeClients();
  await closeServers();
});

const NOTE = {
  x_integration_id: INTEGRATION,
  application_id: 'a1',
  request_body: { content: 'Ada Lovelace: 97', content_type: 'PLAIN_TEXT' as const },
};

describe('a client', () => {
  it.each(Object.entries({ ats, assessment, general }))(
    'has nothing but functions in %s',
    (group, operations) => {
      const client = clientFor('http://127.0.0.1:1/v1');
      const methods = client[group as 'ats'];
      expect(Object.keys(methods).sort()).toEqual(Object.keys(operations).sort());
      expect(Object.values(methods).every((method) => typeof method === 'function')).toBe(true);
    },
  );

  it('has methods that need no object to be called on', async () => {
    const server = await startServer(answering(200, SUCCESS));
    const { addApplicationNote } = clientFor(server.baseUrl).ats;
    expect((await addApplicationNote(NOTE)).data.isParsed).toBe(true);
  });
});

describe('an operation that writes', () => {
  it('has an open fate when the connection is cut', async () => {
    const server = await startRawServer((socket) => socket.once('data', () => socket.destroy()));
    const error = await rejectionOf(clientFor(server.baseUrl).ats.addApplicationNote(NOTE));
    expect(error).toMatchObject({ kind: 'cut', requestSent: 'maybe', outcome: 'unknown' });
  });

  it('is sent once, whatever comes back', async () => {
    const server = await startServer(answering(503));
    const error = await rejectionOf(clientFor(server.baseUrl).ats.addApplicationNote(NOTE));
    expect(error).toMatchObject({ name: 'KomboHttpError', outcome: 'unavailable' });
    expect(server.seen).toHaveLength(1);
  });

  it('is an error when a 2xx says so', async () => {
    const server = await startServer(answering(200, errorBody('REMOTE.INPUT_INVALID')));
    const error = await rejectionOf(clientFor(server.baseUrl).ats.addApplicationNote(NOTE));
    expect(error).toMatchObject({ name: 'KomboApiError', outcome: 'rejected' });
  });

  it('repeats nothing of the request in the message', async () => {
    const server = await startServer(answering(400, 'Ada Lovelace: 97 for a1? No.'));
    const error = await rejectionOf(clientFor(server.baseUrl).ats.addApplicationNote(NOTE));
    expect(error.message).toMatch(/\[…\] for a1\? No\./);
  });

  it.each<[string, object]>([
    ['no body', { request_body: undefined }],
    ['no integration', { x_integration_id: undefined }],
    ['no id', { application_id: undefined }],
    ['an id that leads elsewhere', { application_id: '..' }],
  ])('is refused unsent with %s', async (_what, change) => {
    const server = await startServer(answering(200, SUCCESS));
    const request = { ...NOTE, ...change } as typeof NOTE;
    const error = await rejectionOf(clientFor(server.baseUrl).ats.addApplicationNote(request));
    expect(error).toMatchObject({ name: 'KomboRequestError', requestSent: 'no' });
    expect(server.connections()).toBe(0);
  });
});

describe('the time limit', () => {
  const limits = { readTimeoutMs: 60, writeTimeoutMs: 200 };
  const durationOf = async (start: (client: ReturnType<typeof clientFor>) => Promise<unknown>) => {
    const server = await startRawServer(() => undefined);
    const error = await rejectionOf(start(clientFor(server.baseUrl, limits)));
    expect(error).toMatchObject({ kind: 'timeout' });
    return error.durationMs;
  };

  it('of a look-up is that of reads', async () => {
    expect(
      await durationOf((client) => client.ats.getJobs({ x_integration_id: INTEGRATION }).page()),
    ).toBeLessThan(190);
  });

  it('of everything else is that of writes, also where a link is all that is made', async () => {
    expect(
      await durationOf((client) =>
        client.general.createReconnectionLink({ integration_id: 'workday:1' }),
      ),
    ).toBeGreaterThan(190);
  });
});

it('shows no token and no key in the error about an unknown token', async () => {
  const server = await startServer((response, { path, headers }) =>
    answering(404, `no ${path} for ${headers.authorization}`)(response, {} as never),
  );
  const token = 'secret/token';
  const call = clientFor(server.baseUrl).general.getIntegrationByToken({ token });
  const { message } = await rejectionOf(call);
  expect(message).not.toContain(encodeURIComponent(token));
  expect(message).not.toContain(API_KEY);
});
