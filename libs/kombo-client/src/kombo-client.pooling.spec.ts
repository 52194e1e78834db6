import { once } from 'node:events';
import https from 'node:https';
import type { Socket } from 'node:net';
import type { AxiosAdapter } from 'axios';
import type { KomboRegion } from './base-url.js';
import { KomboClient } from './kombo-client.js';
import {
  API_KEY,
  APPLICATION_LINK,
  CANDIDATE_LINK,
  clientFor,
  closeClients,
  errorBody,
  rejectionOf,
  SUCCESS,
} from './testing/fixtures.js';
import { createSelfSignedCertificate } from './testing/self-signed-certificate.js';
import { answering, closeServers, startServer } from './testing/test-server.js';

const PROXY_VARIABLES = [
  'HTTP_PROXY',
  'http_proxy',
  'NO_PROXY',
  'no_proxy',
  'ALL_PROXY',
  'all_proxy',
];
const environment = { ...process.env };

afterEach(async () => {
  for (const name of PROXY_VARIABLES) {
    delete process.env[name];
    if (environment[name] !== undefined) {
      process.env[name] = environment[name];
    }
  }
  closeClients();
  await closeServers();
});

describe('connections', () => {
  it('are kept for the next request, after errors too', async () => {
    let count = 0;
    const server = await startServer((response) => {
      count += 1;
      answering(count === 2 ? 400 : 200, count === 2 ? errorBody('X.Y') : SUCCESS)(
        response,
        {} as never,
      );
    });
    const client = clientFor(server.baseUrl);
    await client.addCandidateResultLink(CANDIDATE_LINK);
    await rejectionOf(client.addCandidateResultLink(CANDIDATE_LINK));
    await client.addApplicationResultLink(APPLICATION_LINK);
    expect(server.seen).toHaveLength(3);
    expect(server.connections()).toBe(1);
  });

  it('serve many requests at once', async () => {
    const server = await startServer((response) => setTimeout(() => response.end(SUCCESS), 30));
    const client = clientFor(server.baseUrl);
    const calls = Array.from({ length: 40 }, () => client.addCandidateResultLink(CANDIDATE_LINK));
    expect(await Promise.all(calls)).toHaveLength(40);
    expect(server.connections()).toBe(40);
  });

  it('speak TLS with the trust of an own agent', async () => {
    const certificate = createSelfSignedCertificate();
    const server = await startServer(answering(200, SUCCESS), certificate);
    const httpsAgent = new https.Agent({ ca: certificate.cert, keepAlive: true });
    const client = clientFor(server.baseUrl, { axios: { httpsAgent } });
    await client.addCandidateResultLink(CANDIDATE_LINK);
    await client.addCandidateResultLink(CANDIDATE_LINK);
    expect(server.connections()).toBe(1);
    client.close();
    expect(Object.keys(httpsAgent.freeSockets)).toHaveLength(1); // stays the user's
    httpsAgent.destroy();
  });

  it('end with close()', async () => {
    let socketEnded: Promise<unknown> | undefined;
    const server = await startServer((response) => {
      socketEnded = once(response.socket as Socket, 'close');
      response.end(SUCCESS);
    });
    const client = clientFor(server.baseUrl);
    await client.addCandidateResultLink(CANDIDATE_LINK);
    client.close();
    await socketEnded;
  });

  it('are left when idle before a server with the usual 5 s hangs up, but not when busy', async () => {
    const quick = await startServer(answering(200, SUCCESS));
    const slow = await startServer((response) => setTimeout(() => response.end(SUCCESS), 4300));
    const idleClient = clientFor(quick.baseUrl);
    await idleClient.addCandidateResultLink(CANDIDATE_LINK);
    await clientFor(slow.baseUrl).addCandidateResultLink(CANDIDATE_LINK);
    await idleClient.addCandidateResultLink(CANDIDATE_LINK);
    expect(quick.connections()).toBe(2);
    expect(slow.connections()).toBe(1);
  });
});

describe('where requests go', () => {
  const seen: string[] = [];
  const adapter: AxiosAdapter = async (config) => {
    seen.push(config.url ?? '');
    return { status: 200, statusText: 'OK', data: SUCCESS, headers: {}, config };
  };

  it.each<[KomboRegion | undefined, string]>([
    [undefined, 'https://api.kombo.dev/v1'],
    ['eu', 'https://api.kombo.dev/v1'],
    ['us', 'https://api.us.kombo.dev/v1'],
  ])('region %p', async (region, baseUrl) => {
    const client = new KomboClient({ apiKey: API_KEY, region, axios: { adapter } });
    await client.addApplicationResultLink(APPLICATION_LINK);
    expect(seen.pop()).toBe(
      `${baseUrl}/ats/applications/${APPLICATION_LINK.application_id}/result-links`,
    );
  });
});

describe('proxies from the environment', () => {
  it('are never used for this machine', async () => {
    const proxy = await startServer(answering(502));
    const server = await startServer(answering(200, SUCCESS));
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = `http://127.0.0.1:${proxy.port}`;
    process.env['NO_PROXY'] = process.env['no_proxy'] = '';
    await clientFor(server.baseUrl).addCandidateResultLink(CANDIDATE_LINK);
    expect(proxy.connections()).toBe(0);
  });

  it('are used for other hosts, as axios does', async () => {
    const proxy = await startServer(answering(200, SUCCESS));
    process.env['HTTP_PROXY'] = process.env['http_proxy'] = `http://127.0.0.1:${proxy.port}`;
    process.env['NO_PROXY'] = process.env['no_proxy'] = '';
    await clientFor('http://kombo.invalid/v1').checkApiKey();
    expect(proxy.seen[0]?.path).toBe('http://kombo.invalid/v1/check-api-key');
  });

  it('give way to settings of the caller', async () => {
    const proxy = await startServer(answering(200, SUCCESS));
    const settings = { proxy: { host: '127.0.0.1', port: proxy.port, protocol: 'http' } };
    await clientFor('http://127.0.0.1:1/v1', { axios: settings }).checkApiKey();
    expect(proxy.seen).toHaveLength(1);
  });
});
