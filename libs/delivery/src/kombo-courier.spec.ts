import {
  KomboApiError,
  KomboConnectionError,
  KomboRateLimitError,
  type KomboClient,
} from '@result-links/kombo-client';
import { KomboCourier } from './kombo-courier.js';
import type { Integration } from './model.js';
import { aDelivery } from './testing/samples.js';

const signal = new AbortController().signal;
const integration = { id: 'workday:1', accountId: 'default' } as Integration;

/** A courier whose client answers like this. */
const courierWith = (client: Partial<Record<keyof KomboClient, unknown>>) =>
  new KomboCourier((accountId) =>
    accountId === 'default' ? (client as unknown as KomboClient) : undefined,
  );
const failing = (error: unknown) => jest.fn().mockRejectedValue(error);
const succeeding = (data: unknown) =>
  jest
    .fn()
    .mockResolvedValue({ status: 200, data, limits: { concurrencyLimit: 30 }, durationMs: 1 });

describe('sending', () => {
  it.each([
    ['candidate', 'addCandidateResultLink', { candidate_id: 'c1' }],
    ['application', 'addApplicationResultLink', { application_id: 'c1' }],
  ] as const)('takes the route of a %s', async (type, method, target) => {
    const call = succeeding({ warnings: ['W'], isParsed: true });
    const delivery = aDelivery({ target: { type, id: 'c1' } });
    const onSent = () => undefined;
    expect(await courierWith({ [method]: call }).send(delivery, signal, onSent)).toMatchObject({
      outcome: 'delivered',
      warnings: ['W'],
      limits: { concurrencyLimit: 30 },
      details: { httpStatus: 200, requestSent: 'yes' },
    });
    expect(call).toHaveBeenCalledWith(
      { x_integration_id: 'workday:1', ...target, request_body: delivery.body },
      { signal, onSent, connectTimeoutMs: 1_000 },
    );
  });

  it.each([
    [0, 1_000],
    [1, 2_000],
    [3, 8_000],
    [12, 32_000],
  ])('after %d counted attempts takes up to %d ms to connect', async (countedAttempts, ms) => {
    const call = succeeding({ warnings: [], isParsed: true });
    await courierWith({ addCandidateResultLink: call }).send(
      aDelivery({ countedAttempts }),
      signal,
    );
    expect(call.mock.calls[0][1]).toMatchObject({ connectTimeoutMs: ms });
  });

  it('carries what Kombo said', async () => {
    const error = new KomboRateLimitError({
      message: 'ours',
      code: 'PLATFORM.RATE_LIMIT_EXCEEDED',
      httpStatus: 429,
      title: 'T',
      komboMessage: 'Kombo’s',
      logUrl: 'https://l.example',
      requestSent: 'yes',
      limits: { retryAfterSeconds: 7 },
      durationMs: 1,
    });
    const result = await courierWith({ addCandidateResultLink: failing(error) }).send(
      aDelivery(),
      signal,
    );
    expect(result).toMatchObject({
      outcome: 'throttled',
      limits: { retryAfterSeconds: 7 },
      details: {
        code: 'PLATFORM.RATE_LIMIT_EXCEEDED',
        httpStatus: 429,
        message: 'Kombo’s',
        requestSent: 'yes',
      },
    });
  });

  it.each([
    ['no', 'refused', 'unavailable'],
    ['maybe', 'cut', 'unknown'],
  ] as const)('sent "%s" without an answer is %s, so %s', async (requestSent, kind, outcome) => {
    const error = new KomboConnectionError({ message: 'M', kind, requestSent, durationMs: 1 });
    const result = await courierWith({ addCandidateResultLink: failing(error) }).send(
      aDelivery(),
      signal,
    );
    expect(result).toMatchObject({ outcome, details: { httpStatus: null, requestSent } });
  });

  it('an error of our own in the middle of a call is unknown, never a retry', async () => {
    const result = await courierWith({
      addCandidateResultLink: failing(new RangeError('secret detail')),
    }).send(aDelivery(), signal);
    expect(result).toMatchObject({ outcome: 'unknown', details: { requestSent: 'maybe' } });
    expect(JSON.stringify(result)).not.toContain('secret');
  });

  it('waits for an account that is not there, and gives up on a body that is erased', async () => {
    const courier = courierWith({});
    expect(await courier.send(aDelivery({ accountId: 'other' }), signal)).toMatchObject({
      outcome: 'unavailable',
      details: { requestSent: 'no' },
    });
    expect(await courier.send(aDelivery({ body: null }), signal)).toMatchObject({
      outcome: 'rejected',
      details: { requestSent: 'no' },
    });
  });
});

describe('probing', () => {
  const details = (change: object) => ({
    id: 'workday:1',
    category: 'ATS',
    status: 'ACTIVE',
    setup_status: 'COMPLETED',
    tool: { id: 'workday', label: 'Workday' },
    write_actions: [
      {
        id: 'ats_add_result_link_to_application',
        label: 'Add result link to application',
        is_available: true,
        coverage_status: 'SUPPORTED',
        scope_config_setting: 'ENABLED',
        opted_out_by_customer: false,
      },
    ],
    ...change,
  });
  const broken = new KomboApiError({
    message: 'M',
    code: 'INTEGRATION.AUTHENTICATION_INVALID',
    httpStatus: 401,
    requestSent: 'yes',
    durationMs: 1,
  });
  const away = new KomboConnectionError({
    message: 'M',
    kind: 'refused',
    requestSent: 'no',
    durationMs: 1,
  });

  it.each<[string, jest.Mock, boolean | null]>([
    ['ready', succeeding(details({})), true],
    ['invalid', succeeding(details({ status: 'INVALID' })), false],
    ['still setting up', succeeding(details({ setup_status: 'INCOMPLETE' })), false],
    ['refused by Kombo', failing(broken), false],
    ['not to be found out', failing(away), null],
  ])('an integration that is %s', async (_name, getIntegrationDetails, expected) => {
    expect(await courierWith({ getIntegrationDetails }).probeIntegration(integration, signal)).toBe(
      expected,
    );
  });

  it.each<[string, jest.Mock, boolean | null]>([
    ['is taken', succeeding({ environment_id: 'e' }), true],
    ['is refused', failing(broken), false],
    ['cannot be asked about', failing(away), null],
  ])('an account whose key %s', async (_name, checkApiKey, expected) => {
    expect(await courierWith({ checkApiKey }).probeAccount('default', signal)).toBe(expected);
  });

  it('an account that is not configured here cannot be asked about', async () => {
    expect(await courierWith({}).probeAccount('other', signal)).toBeNull();
  });
});
