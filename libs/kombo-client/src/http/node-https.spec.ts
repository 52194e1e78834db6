import {
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  rejectionOf,
  SUCCESS,
} from '../testing/fixtures.js';
import { answering, closeServers, startServer } from '../testing/test-server.js';

let loaded: jest.SpyInstance;

beforeEach(() => {
  loaded = jest.spyOn(process, 'getBuiltinModule');
});

afterEach(async () => {
  closeClients();
  await closeServers();
  loaded.mockRestore();
});

it('a client of a plain HTTP address never loads https', async () => {
  const server = await startServer(answering(200, SUCCESS));
  const client = clientFor(server.baseUrl);
  await client.addCandidateResultLink(CANDIDATE_LINK);
  client.close();
  expect(loaded).not.toHaveBeenCalled();
});

it('a client of an https address does', async () => {
  const server = await startServer(answering(200, SUCCESS)); // speaks no TLS
  const client = clientFor(server.baseUrl.replace('http:', 'https:'));
  const error = await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
  expect(error).toMatchObject({ kind: 'tls', requestSent: 'no' });
  expect(loaded).toHaveBeenCalledWith('node:https');
});
