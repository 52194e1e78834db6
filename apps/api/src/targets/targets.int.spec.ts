import type { ResolveTargetsResponse, TargetReference } from '@result-links/contracts';
import { sandboxApplications, sandboxCandidate } from '@result-links/kombo-sandbox';
import { HEALTHY, healthyIntegration, startService, type TestService } from '../testing/service.js';

let service: TestService;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.close());
beforeEach(() => service.sandbox.reset());

const IN = { x_integration_id: HEALTHY };

const post = (body: unknown, headers = {}) =>
  service.post('/v1/targets:resolve', { body: JSON.stringify(body), headers });

async function resolve(...references: TargetReference[]) {
  const { status, body } = await post({ references });
  expect([status, body.error]).toEqual([200, undefined]);
  return (body as unknown as ResolveTargetsResponse).data.results;
}

async function resolveOne(reference: TargetReference) {
  const [result] = await resolve(reference);
  return result!;
}

const candidate = (number: number, integration = HEALTHY) => ({
  type: 'candidate',
  id: sandboxCandidate(integration, number).id,
});
const application = (number: number, nth: number, integration = HEALTHY) => ({
  type: 'application',
  id: sandboxApplications(integration, number)[nth - 1]!.id,
});

describe('finds one', () => {
  it.each<[string, Omit<TargetReference, 'x_integration_id'>, object]>([
    ['by email, with one application', { email: 'Person-41@example.com' }, application(41, 1)],
    ['by a second address', { email: 'work-41@example.com' }, application(41, 1)],
    ['by email, without applications', { email: 'person-44@example.com' }, candidate(44)],
    ['by the id in the ATS', { remote_id: 'CAND-43' }, application(43, 1)],
    [
      'of several applications by its id in the ATS',
      { remote_id: 'APP-47-2', remote_id_of: 'application' },
      application(47, 2),
    ],
    [
      'as a candidate, whatever they applied to',
      { email: 'person-47@example.com', target_type: 'candidate' },
      candidate(47),
    ],
    [
      'of several by rule',
      { email: 'person-47@example.com', prefer: 'newest-pending-application' },
      application(47, 3),
    ],
    [
      'of two pending ones by rule',
      { email: 'person-48@example.com', prefer: 'newest-pending-application' },
      application(48, 2),
    ],
    [
      'of several by job',
      {
        candidate_id: candidate(47).id,
        job: sandboxApplications(HEALTHY, 47)[1]!.job.remote_id,
      },
      application(47, 2),
    ],
    [
      'of doubles by job',
      { email: 'person-45@example.com', job: sandboxApplications(HEALTHY, 46)[0]!.job.id },
      application(46, 1),
    ],
    ['as told', { candidate_id: 'anybody' }, { type: 'candidate', id: 'anybody' }],
  ])('%s', async (_how, reference, target) => {
    expect(await resolveOne({ ...IN, ...reference })).toMatchObject({ status: 'resolved', target });
  });
});

it('lists the choices where there are several, without names', async () => {
  const answer = await resolveOne({ ...IN, email: 'person-45@example.com' });
  expect(answer).toMatchObject({ status: 'ambiguous', target: null, choice_count: 2 });
  expect(answer.choices.map(({ id }) => id)).toEqual([
    application(45, 1).id,
    application(46, 1).id,
  ]);
  const { first_name, last_name } = sandboxCandidate(HEALTHY, 45);
  expect(answer.choices[0]?.initials).toBe(`${first_name?.[0]}.${last_name?.[0]?.toUpperCase()}.`);
  expect(JSON.stringify(answer)).not.toContain(last_name);
  expect(JSON.stringify(answer)).not.toContain('person-45');
});

it.each<[string, Omit<TargetReference, 'x_integration_id'>]>([
  ['nobody', { email: 'nobody@example.com' }],
  ['somebody who was deleted', { email: 'person-50@example.com' }],
  ['somebody who did not apply for it', { email: 'person-41@example.com', job: 'JOB-999' }],
  ['an application of another integration', { remote_id: 'APP-41-9' }],
  ['an id that is not known', { candidate_id: 'x', target_type: 'application' }],
  ['somebody who has no address', { email: 'person-3@example.com' }],
])('does not find %s', async (_who, reference) => {
  expect(await resolveOne({ ...IN, ...reference })).toMatchObject({ status: 'not_found' });
});

it('does not guess among applications without dates', async () => {
  const reference = { email: 'person-98@example.com', prefer: 'newest-application' as const };
  expect((await resolveOne({ ...IN, ...reference })).status).toBe('ambiguous');
});

it('is not misled by an ATS that has no addresses', async () => {
  const there = { x_integration_id: 'bamboohr:sandbox-action-not-supported' };
  expect((await resolveOne({ ...there, email: 'person-41@example.com' })).status).toBe('not_found');
});

it('answers 250 of several integrations in their order, with few look-ups', async () => {
  const integrations = [healthyIntegration(), healthyIntegration()];
  const calls = integrations.map((integration) =>
    service.sandbox.script({ operation: 'get-candidates', integration, fault: 'none' }),
  );
  const references = Array.from({ length: 250 }, (_, index) => ({
    x_integration_id: integrations[index % 2]!,
    remote_id: `CAND-${index + 1}`,
    remote_id_of: 'candidate' as const,
    target_type: 'candidate' as const,
  }));
  const results = await resolve(...references);
  for (const [index, result] of results.entries()) {
    const number = index + 1;
    const target = number % 10 === 0 ? null : candidate(number, integrations[index % 2]);
    expect([number, result.target]).toEqual([number, target]);
  }
  const scenarios = await (await fetch(`${service.sandbox.origin}/__sandbox/scenarios`)).json();
  const used = (scenarios as { scenarios: { id: number; used: number }[] }).scenarios;
  // 125 ids of each integration, 100 at a time.
  expect(calls.map(({ id }) => used.find((one) => one.id === id)?.used)).toEqual([2, 2]);
});

it('waits out a throttle, and tells of what it cannot wait out', async () => {
  service.sandbox.script({ operation: 'get-candidates', times: 1, fault: 'retry-after-2' });
  expect((await resolveOne({ ...IN, email: 'person-41@example.com' })).status).toBe('resolved');
  const slow = { x_integration_id: healthyIntegration() };
  service.sandbox.script({
    operation: 'get-candidates',
    integration: slow.x_integration_id,
    times: 1,
    fault: 'retry-after-60',
  });
  expect(await resolveOne({ ...slow, email: 'person-41@example.com' })).toMatchObject({
    status: 'failed',
    failure: { kind: 'throttled', code: 'REMOTE.RATE_LIMIT_EXCEEDED' },
  });
});

it('fails only those whose integration is not to be had', async () => {
  const results = await resolve(
    { x_integration_id: 'lever:sandbox-inactive', email: 'person-41@example.com' },
    { ...IN, email: 'person-41@example.com' },
    { x_integration_id: 'nowhere:1', email: 'person-41@example.com' },
  );
  expect(results.map(({ status, failure }) => [status, failure?.kind, failure?.code])).toEqual([
    ['failed', 'integration_broken', 'INTEGRATION.INACTIVE'],
    ['resolved', undefined, undefined],
    ['failed', 'rejected', 'PLATFORM.INTEGRATION_NOT_FOUND'],
  ]);
});

describe('refuses', () => {
  it.each<[unknown, string, string]>([
    [{}, 'references', 'required'],
    [{ references: [] }, 'references', 'arrayMinSize'],
    [{ references: [IN] }, 'references[0]', 'exactlyOne'],
    [
      { references: [{ ...IN, email: 'a@b.example', remote_id: '1' }] },
      'references[0]',
      'exactlyOne',
    ],
    [{ references: [{ ...IN, remote_id: '1,2' }] }, 'references[0].remote_id', 'matches'],
    [
      { references: [{ ...IN, email: 'a@b.example', mail: 1 }] },
      'references[0].mail',
      'unknownKey',
    ],
    [
      { references: [{ ...IN, email: 'a@b.example', remote_id_of: 'candidate' }] },
      'references[0].remote_id_of',
      'contradiction',
    ],
    [
      { references: Array.from({ length: 251 }, () => ({ ...IN, candidate_id: 'c' })) },
      'references',
      'arrayMaxSize',
    ],
  ])('%j', async (request, path, code) => {
    const { status, body } = await post(request);
    expect([status, body.error.code]).toEqual([400, 'PLATFORM.INPUT_INVALID']);
    expect(body.error.fields?.map((field) => [field.path, field.code])).toEqual([[path, code]]);
  });

  it('whoever has no key', async () => {
    const { status } = await post({ references: [] }, { authorization: undefined });
    expect(status).toBe(401);
  });
});

it('writes no address into the log', async () => {
  await resolveOne({ ...IN, email: 'person-41@example.com' });
  expect(service.log()).not.toContain('person-41');
});
