import { startBareApp } from '../testing/bare-app.js';
import { startOtlpReceiver, type OtlpReceiver } from '../testing/otlp-receiver.js';
import {
  CANDIDATE,
  healthyIntegration,
  startService,
  type TestService,
} from '../testing/service.js';

const TOKEN = 'metrics-token-of-this-test';
const CALLER_TRACE = '0af7651916cd43dd8448eb211c80319c';
const CALLER_SPAN = 'b7ad6b7169203331';
const PATH = `/v1/ats/candidates/${CANDIDATE}/result-links`;

/** Each stands in for something personal, or for a secret. */
const MARKED = {
  label: 'MARK-label',
  url: 'https://example.com/MARK-url?name=MARK-name',
  details: {
    custom_field_name_prefix: 'MARK-prefix',
    attributes: [{ key: 'MARK-key', value: 'ada.MARK@example.com' }],
  },
};
const MARKS = ['MARK', 'ada.', TOKEN];

let receiver: OtlpReceiver;
let service: TestService;
let metrics = '';

async function scrape(): Promise<string> {
  const answer = await fetch(`${service.url}/metrics`, {
    headers: { authorization: `Bearer ${TOKEN}` },
  });
  expect(answer.status).toBe(200);
  return answer.text();
}

const idOf = ({ headers }: { headers: Headers }) => headers.get('x-delivery-id')!;

beforeAll(async () => {
  receiver = await startOtlpReceiver();
  process.env['OTEL_EXPORTER_OTLP_ENDPOINT'] = receiver.url;
  service = await startService({
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.url,
    RESULT_LINKS_METRICS_TOKEN: TOKEN,
  });
});
afterAll(async () => {
  delete process.env['OTEL_EXPORTER_OTLP_ENDPOINT'];
  await service?.close();
  await receiver?.close();
});

const delivered = { id: '', integrationId: healthyIntegration() };
const failed = { id: '' };

it('sends links that are delivered, rejected, replayed and refused', async () => {
  const headers = {
    'x-integration-id': delivered.integrationId,
    traceparent: `00-${CALLER_TRACE}-${CALLER_SPAN}-01`,
    'idempotency-key': 'key-1',
  };
  const body = JSON.stringify(MARKED);
  const first = await service.post(PATH, { headers, body });
  expect(first.status).toBe(200);
  delivered.id = idOf(first);
  expect((await service.post(PATH, { headers, body })).headers.get('idempotent-replayed')).toBe(
    'true',
  );
  expect((await service.post(PATH, { headers })).status).toBe(422);

  const rejected = await service.post('/v1/ats/candidates/fail-ATS.JOB_CLOSED/result-links', {
    body: JSON.stringify({ ...MARKED, url: 'https://example.com/MARK-2' }),
  });
  failed.id = idOf(rejected);
  const wrong = { label: '', url: 'MARK-not-a-url', MARK: 1 };
  expect((await service.post(PATH, { body: JSON.stringify(wrong) })).status).toBe(400);
  expect((await service.post('/v1/MARK/nowhere')).status).toBe(404);
  metrics = await scrape();
});

it('counts them', () => {
  const lines = metrics.split('\n');
  expect(lines).toEqual(
    expect.arrayContaining([
      'result_links_submissions_total{result="new"} 2',
      'result_links_submissions_total{result="replayed"} 1',
      'result_links_submissions_total{result="refused"} 1',
      'result_links_attempts_total{outcome="delivered",code="none"} 1',
      'result_links_attempts_total{outcome="rejected",code="ATS.JOB_CLOSED"} 1',
      'result_links_delivery_duration_seconds_count 1',
      'result_links_database_up 1',
    ]),
  );
  const candidates = 'route="/v1/ats/candidates/:candidate_id/result-links"';
  expect(metrics).toContain(
    `result_links_http_request_duration_seconds_count{method="POST",${candidates},status_class="2xx"} 2`,
  );
  expect(metrics).toContain('{method="POST",route="unmatched",status_class="4xx"} 1');
});

it('shows metrics to nobody without the token', async () => {
  const answers = await Promise.all(
    [undefined, `Bearer ${service.apiKey}`, 'Bearer x'].map((authorization) =>
      fetch(`${service.url}/metrics`, { headers: authorization ? { authorization } : {} }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual([401, 401, 401]);
  expect(await answers[0]!.json()).toMatchObject({ status: 'error' });
});

it('logs one line per attempt, with every id, and the id of its trace', () => {
  const attempts = service
    .log()
    .split('\n')
    .filter((line) => line.includes('"attempt closed"'))
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(attempts).toHaveLength(2);
  expect(attempts[0]).toMatchObject({
    ...{ deliveryId: delivered.id, attempt: 1, accountId: 'default' },
    ...{ integrationId: delivered.integrationId, workerId: expect.any(String) },
    ...{ traceId: delivered.id.replaceAll('-', ''), outcome: 'delivered', next: 'delivered' },
    ...{ code: null, httpStatus: 200, requestSent: 'yes', warnings: 0 },
    ...{ waitMs: expect.any(Number), durationMs: expect.any(Number), commitMs: expect.any(Number) },
  });
});

describe('once the service has ended', () => {
  beforeAll(() => service.close());

  it('the trace of a delivery, found by its id, has its acceptance and its attempt', () => {
    const traceId = delivered.id.replaceAll('-', '');
    const spans = receiver.spans().filter((span) => span.traceId === traceId);
    const [accept] = spans.filter(({ name }) => name === 'accept result link');
    const [attempt] = spans.filter(({ name }) => name === 'deliver result link');
    expect(spans).toHaveLength(2);
    expect(accept?.parentSpanId ?? '').toBe('');
    expect(attempt).toMatchObject({
      parentSpanId: accept?.spanId,
      kind: 3,
      attributes: {
        'result_links.delivery.id': delivered.id,
        'result_links.integration.id': delivered.integrationId,
        'result_links.outcome': 'delivered',
        'http.response.status_code': 200,
      },
    });
    expect(Number(attempt?.endTimeUnixNano)).toBeGreaterThanOrEqual(
      Number(attempt?.startTimeUnixNano),
    );
  });

  it('the request is a span in the trace of its caller, linked with the delivery both ways', () => {
    const traceId = delivered.id.replaceAll('-', '');
    const spans = receiver.spans();
    const requests = spans.filter(
      (span) =>
        span.traceId === CALLER_TRACE &&
        span.attributes['result_links.delivery.id'] === delivered.id,
    );
    // The first one, the replayed one, and the one whose key was taken.
    expect(requests.map((span) => span.attributes['result_links.submission'])).toEqual([
      ...['accepted', 'replayed', 'key_reused'],
    ]);
    const [request] = requests;
    const accept = spans.find(
      (span) => span.traceId === traceId && span.name === 'accept result link',
    );
    expect(request).toMatchObject({
      name: 'POST /v1/ats/candidates/:candidate_id/result-links',
      parentSpanId: CALLER_SPAN,
      links: [{ traceId, spanId: accept?.spanId }],
    });
    expect(accept?.links).toMatchObject([{ traceId: CALLER_TRACE, spanId: request?.spanId }]);
  });

  it('a rejected attempt is an error, with its code', () => {
    const traceId = failed.id.replaceAll('-', '');
    const attempt = receiver
      .spans()
      .find((span) => span.traceId === traceId && span.name === 'deliver result link');
    expect(attempt).toMatchObject({
      status: { code: 2 },
      attributes: { 'error.type': 'ATS.JOB_CLOSED' },
    });
  });

  it('nothing personal is in log, metrics or traces', () => {
    for (const mark of MARKS) {
      expect(service.log()).not.toContain(mark);
      expect(metrics).not.toContain(mark);
      expect(receiver.text()).not.toContain(mark);
    }
    expect(receiver.text()).toContain(delivered.id);
  });
});

it('has no metrics route where no token is set', async () => {
  const plain = await startBareApp();
  expect((await fetch(`${plain.url}/metrics`)).status).toBe(404);
  await plain.close();
});
