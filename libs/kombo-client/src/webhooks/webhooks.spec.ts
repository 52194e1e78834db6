import { parseWebhook } from './parse-webhook.js';
import { verifyWebhookSignature } from './verify-signature.js';

const hexToBase64Url = (hex: string) => Buffer.from(hex, 'hex').toString('base64url');

describe('the signature', () => {
  it.each([
    // RFC 4231, test cases 2 and 1.
    [
      'Jefe',
      'what do ya want for nothing?',
      '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
    ],
    [
      '\x0b'.repeat(20),
      'Hi There',
      'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7',
    ],
  ])('is HMAC-SHA256 in base64url: %j', (secret, body, hex) => {
    const signature = hexToBase64Url(hex);
    expect(verifyWebhookSignature(body, signature, secret)).toBe(true);
    expect(verifyWebhookSignature(Buffer.from(body), signature, secret)).toBe(true);
    expect(verifyWebhookSignature(new Uint8Array(Buffer.from(body)), signature, secret)).toBe(true);
  });

  const BODY = '{"id":"1","type":"data-changed","data":{"name":"Zoë"}}';
  // Made with: printf '%s' '…' | openssl dgst -sha256 -hmac 'whsec' -binary | basenc --base64url
  const SIGNATURE = '_G8jbS-lbocrXhX0uq95JC3XAcyCrO6PebclJtatSoU';

  it('is that of the bytes', () => {
    expect(verifyWebhookSignature(BODY, SIGNATURE, 'whsec')).toBe(true);
    expect(verifyWebhookSignature(`${BODY}\n`, SIGNATURE, 'whsec')).toBe(false);
    expect(verifyWebhookSignature(BODY.replace('ë', '\\u00eb'), SIGNATURE, 'whsec')).toBe(false);
    expect(verifyWebhookSignature(BODY, SIGNATURE, 'whsec2')).toBe(false);
  });

  it.each([
    ['padding', `${SIGNATURE}=`],
    ['hexadecimal', Buffer.from(SIGNATURE, 'base64url').toString('hex')],
    ['plain base64', Buffer.from(SIGNATURE, 'base64url').toString('base64')],
    ['a space', ` ${SIGNATURE}`],
    ['another last letter', SIGNATURE.slice(0, -1) + (SIGNATURE.endsWith('A') ? 'B' : 'A')],
    ['half of it', SIGNATURE.slice(0, 20)],
    ['as many characters, but more bytes', 'é'.repeat(SIGNATURE.length)],
    ['nothing', ''],
    ['a list', [SIGNATURE]],
    ['none', undefined],
    ['null', null],
    ['a number', 7 as never],
  ])('does not verify with %s', (_what, header) => {
    expect(verifyWebhookSignature(BODY, header, 'whsec')).toBe(false);
  });

  it.each([undefined, null, 7, {}, [], JSON.parse(BODY)])('does not verify the body %p', (body) => {
    expect(verifyWebhookSignature(body as never, SIGNATURE, 'whsec')).toBe(false);
  });

  it.each([undefined, null, '', 7])('never verifies with the secret %p', (secret) => {
    // Made with an empty key, which anybody could.
    const forged = 'T8cLld5SbOrqVXn3UxPyNxny5q4uYDDAwV1AJG1JzHw';
    expect(verifyWebhookSignature(BODY, forged, secret as never)).toBe(false);
  });
});

describe('a webhook', () => {
  const data = { integration_id: 'workday:1', state: 'ACTIVE', brand_new: 1 };

  it.each([
    'integration-created',
    'integration-deleted',
    'integration-state-changed',
    'sync-finished',
    'data-changed',
    'connection-flow-failed',
    'assessment:order-received',
    'inline-assessment:order-received',
  ])('of the kind %s is known', (type) => {
    const webhook = { id: 'w1', type, data };
    const text = JSON.stringify(webhook);
    expect(parseWebhook(text)).toEqual({ isKnown: true, webhook });
    expect(parseWebhook(Buffer.from(text))).toEqual({ isKnown: true, webhook });
  });

  it('is told apart by its type', () => {
    const parsed = parseWebhook(JSON.stringify({ type: 'integration-state-changed', data }));
    const state =
      parsed?.isKnown && parsed.webhook.type === 'integration-state-changed'
        ? parsed.webhook.data.state
        : undefined;
    expect(state).toBe('ACTIVE');
  });

  it.each([
    ['of a new kind', { id: 'w1', type: 'moon-rose', data: 5 }],
    ['with a name of JavaScript', { id: 'w1', type: 'constructor', data: {} }],
    ['without data', { id: 'w1', type: 'data-changed', data: null }],
  ])('%s is handed on', (_what, webhook) => {
    expect(parseWebhook(JSON.stringify(webhook))).toEqual({ isKnown: false, webhook });
  });

  it.each(['', 'hello', 'null', '[]', '5', '{}', '{"type":5}', '\ufffd'])('%p is none', (body) => {
    expect(parseWebhook(body)).toBeUndefined();
  });

  it('may be no text at all', () => {
    expect(parseWebhook(new Uint8Array([0xff, 0xfe, 0]))).toBeUndefined();
    expect(parseWebhook(undefined as never)).toBeUndefined();
  });
});
