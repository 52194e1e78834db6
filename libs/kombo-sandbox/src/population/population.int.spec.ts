import { Kombo } from '@kombo-api/sdk';
import {
  sandboxApplications,
  sandboxCandidate,
  sandboxJob,
  startSandbox,
  type Sandbox,
} from '../index.js';
import { post } from '../testing/post.js';

const HERE = 'workday:sandbox-healthy';
let sandbox: Sandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterAll(() => sandbox.close());
beforeEach(() => sandbox.reset());

interface Answer {
  status: string;
  data: {
    results: { id: string; remote_id: string; remote_deleted_at: string | null }[];
    next: string | null;
  };
  error: { code: string | null; message: string };
}

async function get(path: string, integration = HERE) {
  const headers = { authorization: `Bearer ${sandbox.apiKey}`, 'x-integration-id': integration };
  const response = await fetch(`${sandbox.url}${path}`, { headers });
  return {
    status: response.status,
    headers: response.headers,
    body: (await response.json()) as Answer,
  };
}

async function remoteIds(path: string, integration = HERE): Promise<string[]> {
  const { status, body } = await get(path, integration);
  expect([status, body.error]).toEqual([200, undefined]);
  return body.data.results.map(({ remote_id }) => remote_id);
}

const person = (number: number) => sandboxCandidate(HERE, number);

describe('GET /ats/candidates', () => {
  it.each<[string, string[]]>([
    ['email=person-42@example.com', ['CAND-42']],
    ['email=PERSON-42%40EXAMPLE.com', ['CAND-42']],
    ['email=work-41@example.com', ['CAND-41']],
    ['email=person-15@example.com', ['CAND-15', 'CAND-16']],
    ['email=person-16@example.com', []],
    ['email=person-13@example.com', []],
    ['email=nobody@example.com', []],
    ['email=person-30@example.com', []],
    ['email=person-30@example.com&include_deleted=true', ['CAND-30']],
    ['remote_ids=CAND-3,CAND-1,CAND-3,CAND-99999', ['CAND-1', 'CAND-3']],
    [`ids=${person(7).id},${person(5).id},8Xi6iZrwusZqJmDGXs49GBmJ`, ['CAND-5', 'CAND-7']],
    [`ids=${person(7).id}&remote_ids=CAND-5`, []],
    ['email=person-15@example.com&remote_ids=CAND-16', ['CAND-16']],
    ['first_name=grace&last_name=LISKOV&page_size=2', ['CAND-32', 'CAND-512']],
    [`email=person-15@example.com&job_ids=${person(16).applications[0]?.job.id}`, ['CAND-16']],
    ['remote_ids=CAND-1,CAND-10000&updated_after=2025-06-01', []],
    ['remote_ids=CAND-1,CAND-9999&updated_after=2025-06-01T00:00:00Z', ['CAND-9999']],
    ['ids=&remote_ids=CAND-1', ['CAND-1']],
  ])('?%s', async (query, expected) => {
    expect(await remoteIds(`/ats/candidates?${query}`)).toEqual(expected);
  });

  it('gives what the helper says', async () => {
    const { body } = await get('/ats/candidates?remote_ids=CAND-7');
    expect(body.data.results).toEqual([JSON.parse(JSON.stringify(person(7)))]);
  });

  it('pages, 100 at a time unless told otherwise', async () => {
    const { body } = await get('/ats/candidates');
    expect(body.data.results).toHaveLength(100);
    const second = await get(`/ats/candidates?page_size=250&cursor=${body.data.next}`);
    expect(second.body.data.results).toHaveLength(250);
    expect(second.body.data.results[0]?.remote_id).toBe('CAND-112');
    const last = await get('/ats/candidates?email=person-15@example.com&page_size=2');
    expect(last.body.data.next).toBeNull();
  });

  it.each([
    ['page_size=0', 'page_size'],
    ['page_size=251', 'page_size'],
    ['page_size=ten', 'page_size'],
    ['cursor=abc', 'cursor'],
    ['email=no-address', 'email'],
    ['include_deleted=yes', 'include_deleted'],
    ['updated_after=yesterday', 'updated_after'],
    ['e_mail=a@b.example', 'e_mail'],
    ['email=a@b.example&email=c@d.example', 'email'],
  ])('refuses ?%s', async (query, name) => {
    const { status, body } = await get(`/ats/candidates?${query}`);
    expect([status, body.error.code]).toEqual([400, 'PLATFORM.INPUT_INVALID']);
    expect(body.error.message).toMatch(new RegExp(`^${name} `));
  });

  it('finds nobody, or everybody, by what the ATS does not have', async () => {
    const there = 'bamboohr:sandbox-action-not-supported';
    const query = '/ats/candidates?page_size=3&email=person-1@example.com';
    expect(await remoteIds(query, there)).toEqual([]);
    expect(await remoteIds(`${query}&ignore_unsupported_filters=true`, there)).toHaveLength(3);
    expect(sandboxCandidate(there, 1).email_addresses).toBeNull();
  });
});

describe('GET /ats/applications', () => {
  it.each<[string, string[]]>([
    ['remote_ids=APP-7-3,APP-7-1,APP-7-4', ['APP-7-1', 'APP-7-3']],
    [`ids=${sandboxApplications(HERE, 8)[1]?.id}`, ['APP-8-2']],
    ['remote_ids=APP-7-1,APP-7-2,APP-7-3&outcomes=PENDING,HIRED', ['APP-7-2', 'APP-7-3']],
    ['remote_ids=APP-7-1,APP-7-2&outcome=DECLINED', ['APP-7-1']],
    ['job_remote_ids=JOB-16&page_size=2', ['APP-2-1', 'APP-42-1']],
    [`job_ids=${sandboxJob(HERE, 16).id}&outcomes=HIRED&page_size=1`, ['APP-2-1']],
    ['remote_ids=APP-7-1,APP-7-2&remote_created_after=2025-01-15', ['APP-7-2']],
    ['remote_ids=APP-10-1', []],
    ['remote_ids=APP-10-1&include_deleted=true', ['APP-10-1']],
  ])('?%s', async (query, expected) => {
    expect(await remoteIds(`/ats/applications?${query}`)).toEqual(expected);
  });

  it('leads to the candidate and to the job', async () => {
    const { body } = await get('/ats/applications?remote_ids=APP-7-2');
    expect(body.data.results).toEqual([
      JSON.parse(JSON.stringify(sandboxApplications(HERE, 7)[1])),
    ]);
    expect(body.data.results[0]).toMatchObject({
      candidate: { id: person(7).id, remote_id: 'CAND-7' },
      job: person(7).applications[1]?.job,
    });
  });

  it('refuses an outcome that there is not', async () => {
    const { status } = await get('/ats/applications?outcomes=PENDING,REJECTED');
    expect(status).toBe(400);
  });
});

it.each([
  ['remote_ids=JOB-7', ['JOB-7']],
  ['statuses=CLOSED&page_size=2', ['JOB-5', 'JOB-10']],
  ['name_contains=nurse&page_size=1', ['JOB-2']],
])('GET /ats/jobs?%s', async (query, expected) => {
  expect(await remoteIds(`/ats/jobs?${query}`)).toEqual(expected);
});

it('lists tools by category', async () => {
  const { body } = await get('/tools/ats');
  expect(body.data).toMatchObject({ tools: expect.arrayContaining([]) });
  expect((await get('/tools/lms')).body.data).toEqual({ tools: [] });
  expect((await get('/tools/crm')).body.error.code).toBe('PLATFORM.INPUT_INVALID');
});

describe('look-ups', () => {
  it('want a key and an integration that exists', async () => {
    const anonymous = await fetch(`${sandbox.url}/ats/candidates`);
    expect(anonymous.status).toBe(401);
    expect((await get('/ats/candidates', 'workday:unknown')).body.error.code).toBe(
      'PLATFORM.INTEGRATION_NOT_FOUND',
    );
  });

  it('fail where the integration is not ready, not where only writing is', async () => {
    const codeIn = async (integration: string) =>
      (await get('/ats/candidates?remote_ids=CAND-1', integration)).body.error?.code;
    expect(await codeIn('ashby:sandbox-setup-sync-pending')).toBe('INTEGRATION.SETUP_SYNC_PENDING');
    expect(await codeIn('lever:sandbox-inactive')).toBe('INTEGRATION.INACTIVE');
    expect(await codeIn('recruitee:sandbox-action-disabled')).toBeUndefined();
  });

  it('meet the faults they are scripted to meet', async () => {
    sandbox.script({ operation: 'get-candidates', times: 1, fault: 'retry-after-2' });
    const refused = await get('/ats/candidates');
    expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '2']);
    expect((await get('/ats/applications')).status).toBe(200);
    expect((await get('/ats/candidates')).status).toBe(200);
  });

  it('count against the rate of their integration', async () => {
    const slow = await startSandbox({ rateLimit: { limit: 2, windowSeconds: 60 } });
    const headers = { authorization: `Bearer ${slow.apiKey}`, 'x-integration-id': HERE };
    const look = () => fetch(`${slow.url}/ats/jobs`, { headers });
    await look();
    expect((await look()).headers.get('ratelimit-remaining')).toBe('0');
    expect((await look()).status).toBe(429);
    await slow.close();
  });
});

it('takes result links for those who are there, and for nobody else', async () => {
  const [application] = sandboxApplications(HERE, 42);
  const statusOf = async (target: string) => (await post(sandbox, target)).status;
  expect(await statusOf(`candidates/${person(42).id}`)).toBe(200);
  expect(await statusOf(`applications/${application?.id}`)).toBe(200);
  expect(await statusOf(`candidates/${person(10).id}`)).toBe(404);
  expect(await statusOf(`candidates/${application?.id}`)).toBe(404);
  expect(await statusOf(`candidates/${sandboxCandidate(`${HERE}~1`, 42).id}`)).toBe(404);
});

describe('the official SDK', () => {
  const kombo = () =>
    new Kombo({ api_key: sandbox.apiKey, integration_id: HERE, server_url: sandbox.url });

  it('pages through all candidates', async () => {
    const pages = await kombo().ats.getCandidates({ page_size: 250 });
    const seen = new Set<string>();
    for await (const page of pages) {
      for (const { id, remote_deleted_at } of page.result.data.results) {
        seen.add(id);
        expect(remote_deleted_at).toBeNull();
      }
    }
    expect(seen.size).toBe(9_000);
  });

  it('reads applications, jobs and tools', async () => {
    const [applications] = await firstOf(kombo().ats.getApplications({ remote_ids: ['APP-7-3'] }));
    expect(applications).toMatchObject({ remote_id: 'APP-7-3', outcome: 'PENDING' });
    const [job] = await firstOf(kombo().ats.getJobs({ remote_ids: ['JOB-7'] }));
    expect(job).toMatchObject({ remote_id: 'JOB-7' });
    const { data } = await kombo().general.getTools({ category: 'ats' });
    expect(data.tools.map(({ id }) => id)).toContain('workday');
  });

  async function firstOf<T>(
    pages: Promise<AsyncIterable<{ result: { data: { results: T[] } } }>>,
  ): Promise<T[]> {
    for await (const page of await pages) return page.result.data.results;
    return [];
  }
});
