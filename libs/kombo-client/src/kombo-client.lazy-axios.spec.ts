import {
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  rejectionOf,
  SUCCESS,
} from './testing/fixtures.js';
import { answering, closeServers, startServer } from './testing/test-server.js';

/** Whoever loads axios in this file hears of it. */
jest.mock('axios', () => {
  throw new Error('axios is loaded');
});

afterEach(async () => {
  closeClients();
  await closeServers();
});

it('a plain call does without axios', async () => {
  const server = await startServer(answering(200, SUCCESS));
  const { data } = await clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK);
  expect(data).toEqual({ warnings: [], isParsed: true });
});

it.each([
  ['an own look-up', { lookup: () => undefined }],
  ['a proxy', { proxy: { host: '127.0.0.1', port: 1 } }],
  ['an own adapter', { adapter: () => Promise.reject(new Error('no')) }],
  ['interceptors', { intercept: () => undefined }],
])('%s takes axios; if that cannot be loaded, each call says so', async (_what, axios) => {
  const server = await startServer(answering(200, SUCCESS));
  const client = clientFor(server.baseUrl, { axios: axios as never });
  for (let count = 0; count < 2; count += 1) {
    const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
    expect(error).toMatchObject({ kind: 'other', requestSent: 'no', outcome: 'unavailable' });
    expect(error.cause?.message).toBe('axios is loaded');
  }
  expect(server.connections()).toBe(0);
});
