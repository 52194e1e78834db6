import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createHmac } from 'node:crypto';
import { startSandbox, type Sandbox, type SentWebhook } from '../index.js';

let sandbox: Sandbox;
let receiver: Server;
let url: string;
const received: { body: string; signature: string | undefined }[] = [];

beforeAll(async () => {
  sandbox = await startSandbox();
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk) => (body += chunk));
    request.on('end', () => {
      received.push({ body, signature: request.headers['x-kombo-signature'] as string });
      response.writeHead(200).end('taken');
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/`;
});
afterAll(async () => {
  await sandbox.close();
  await new Promise((resolve) => receiver.close(resolve));
});
beforeEach(() => {
  received.length = 0;
  sandbox.reset();
});

const integration = 'workday:sandbox-healthy';
const order = async (body: object) => {
  const response = await fetch(`${sandbox.origin}/__sandbox/webhooks`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as SentWebhook };
};

it('is signed over its exact bytes and tells of the integration as it is', async () => {
  const { status, body } = await order({ url, integration });
  expect(status).toBe(200);
  expect(body).toMatchObject({
    webhook: {
      type: 'integration-state-changed',
      data: {
        integration_id: integration,
        integration_tool: 'workday',
        state: 'ACTIVE',
        setup_status: 'COMPLETED',
        qa_status: 'PASSED',
      },
    },
    answer: { status: 200, body: 'taken' },
  });
  const [one] = received;
  const expected = createHmac('sha256', sandbox.webhookSecret)
    .update(one!.body)
    .digest('base64url');
  expect(one!.signature).toBe(expected);
  expect(JSON.parse(one!.body)).toEqual(body.webhook);

  sandbox.setState(integration, 'broken-credentials');
  expect((await order({ url, integration })).body.webhook.data['state']).toBe('INVALID');
});

it('takes another kind, id, secret and data', async () => {
  const type = 'integration-deleted';
  const { body } = await order({
    url,
    integration,
    type,
    id: 'again',
    secret: 's',
    data: { x: 1 },
  });
  expect(body.webhook).toMatchObject({ id: 'again', type, data: { id: integration, x: 1 } });
  const expected = createHmac('sha256', 's').update(received[0]!.body).digest('base64url');
  expect(body.signature).toBe(expected);
});

it('says when nobody answers', async () => {
  expect(
    (await sandbox.sendWebhook({ url: 'http://127.0.0.1:1/', integration })).answer,
  ).toBeNull();
});

it.each([
  [{ integration }, 'url'],
  [{ url: 'ftp://a', integration }, 'url'],
  [{ url: 'http://a' }, 'integration'],
  [{ url: 'http://a', integration: 'no:such' }, 'no:such'],
  [{ url: 'http://a', integration, data: [] }, 'data'],
  [{ url: 'http://a', integration, id: 7 }, 'id'],
  [{ url: 'http://a', integration, tpye: 'x' }, 'tpye'],
])('%j is refused with a reason', async (body, word) => {
  expect(await order(body)).toEqual({
    status: 400,
    body: { error: expect.stringContaining(word) },
  });
});
