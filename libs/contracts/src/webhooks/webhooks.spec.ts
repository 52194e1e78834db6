import { validateDto } from '../validation/validate.js';
import {
  CreateWebhookEndpointRequest,
  DeliveryEvent,
  IntegrationEvent,
  TestEvent,
  UpdateWebhookEndpointRequest,
} from './index.js';

const url = 'https://hooks.example.com/result-links';

it.each<[string, Record<string, unknown>, string]>([
  ['no address', {}, 'url'],
  ['an address that is none', { url: 'hooks.example.com' }, 'url'],
  ['an address with a password', { url: 'https://u:p@hooks.example.com' }, 'url'],
  ['no events at all', { url, events: [] }, 'events'],
  ['one event that is not in a list', { url, events: 'delivery.failed' }, 'events'],
  ['an event twice', { url, events: ['delivery.failed', 'delivery.failed'] }, 'events'],
  ['the test event', { url, events: ['webhook.test'] }, 'events'],
  ['a secret of its own', { url, secret: 'whsec_AAAA' }, 'secret'],
])('an endpoint with %s is refused', (_what, input, path) => {
  const result = validateDto(CreateWebhookEndpointRequest, input);
  expect(result).toMatchObject({ ok: false });
  expect(result.ok ? [] : result.errors.map((error) => error.path)).toContain(path);
});

it('an endpoint needs no more than its address, and a change no more than one field', () => {
  expect(validateDto(CreateWebhookEndpointRequest, { url }).ok).toBe(true);
  expect(validateDto(UpdateWebhookEndpointRequest, { disabled: false }).ok).toBe(true);
  expect(validateDto(UpdateWebhookEndpointRequest, { disabled: 'no' }).ok).toBe(false);
});

it('receivers can check what they get, and are not broken by a field that comes later', () => {
  const timestamp = '2026-11-23T20:00:00.000Z';
  const ids = { account_id: 'default', integration_id: 'workday:1', later: true };
  const delivery = {
    ...ids,
    delivery_id: '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
    target: { type: 'candidate', id: 'c' },
    state: 'parked',
    outcome: null,
    error_code: null,
    attempt_count: 0,
    accepted_at: timestamp,
  };
  const integration = { ...ids, state: 'parked', error_code: 'INTEGRATION.INACTIVE' };
  const events = [
    [DeliveryEvent, { type: 'delivery.parked', timestamp, data: delivery }],
    [IntegrationEvent, { type: 'integration.parked', timestamp, data: integration }],
    [
      TestEvent,
      { type: 'webhook.test', timestamp, data: { account_id: 'default', endpoint_id: 'e' } },
    ],
  ] as const;
  for (const [dto, event] of events) {
    expect(validateDto<object>(dto, event)).toMatchObject({ ok: true });
    expect(validateDto<object>(dto, { ...event, type: 'delivery.vanished' }).ok).toBe(false);
  }
});
