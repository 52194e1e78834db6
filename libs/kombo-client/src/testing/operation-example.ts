import { KomboApiError, KomboHttpError } from '../errors.js';
import type { KomboClient } from '../kombo-client.js';
import type { KomboResponse } from '../operations/operation-caller.js';
import { clientFor, closeClients, errorBody, rejectionOf } from './fixtures.js';
import { answering, closeServers, startServer } from './test-server.js';

export const INTEGRATION = 'workday:HWUTwvyx2wLoSUHphiWVrp28';

/** An operation by example: what is called, what goes over the wire, what comes back. */
export interface OperationExample {
  call: (client: KomboClient) => Promise<KomboResponse<unknown>>;
  method: string;
  /** Path below the base URL with its query, encoded. */
  path: string;
  /** The JSON that is sent; without it there must be no body. */
  body?: unknown;
  /** What Kombo sends as `data`. */
  data: unknown;
  /** What the call returns as `data`, where it is not what Kombo sends. */
  result?: unknown;
  /** The operation has no data to return: it succeeds by the status alone. */
  isReceipt?: true;
  /** It is not one of an integration: no `X-Integration-Id`. */
  isOfAccount?: true;
}

/** Declares the tests that every operation has to pass, against a server on this machine. */
export function itSpeaks(example: OperationExample): void {
  const { call, method, path, body, data, isReceipt, isOfAccount } = example;
  const success = JSON.stringify({ status: 'success', data, warnings: [{ message: 'careful' }] });
  const result = example.result ?? (isReceipt ? { warnings: ['careful'], isParsed: true } : data);

  afterEach(async () => {
    closeClients();
    await closeServers();
  });

  it(`is ${method} ${path}`, async () => {
    const server = await startServer(answering(200, success));
    const response = await call(clientFor(server.baseUrl));
    expect(response).toMatchObject({ status: 200, data: result, limits: {} });
    expect(server.seen).toHaveLength(1);
    const [seen] = server.seen;
    expect(`${seen?.method} ${seen?.path}`).toBe(`${method} /v1${path}`);
    expect(seen?.body).toBe(body === undefined ? '' : JSON.stringify(body));
    expect(seen?.headers['x-integration-id']).toBe(isOfAccount ? undefined : INTEGRATION);
    expect(seen?.headers['content-length']).toBe(
      body === undefined ? undefined : String(Buffer.byteLength(JSON.stringify(body))),
    );
  });

  it('fails with what Kombo says', async () => {
    const server = await startServer(answering(403, errorBody('INTEGRATION.PERMISSION_MISSING')));
    const error = await rejectionOf(call(clientFor(server.baseUrl)));
    expect(error).toBeInstanceOf(KomboApiError);
    expect(error).toMatchObject({ outcome: 'rejected', code: 'INTEGRATION.PERMISSION_MISSING' });
  });

  it(isReceipt ? 'is done by the status alone' : 'is nothing without its data', async () => {
    const server = await startServer(answering(200, '<p>OK</p>'));
    const answer = call(clientFor(server.baseUrl));
    if (isReceipt) {
      expect((await answer).data).toEqual({ warnings: [], isParsed: false });
    } else {
      const error = await rejectionOf(answer);
      expect(error).toBeInstanceOf(KomboHttpError);
      expect(error).toMatchObject({ outcome: 'unknown', requestSent: 'yes' });
    }
  });
}
