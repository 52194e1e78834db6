import {
  POPULATION_SIZE,
  sandboxApplications,
  sandboxCandidate,
  sandboxJob,
  JOB_COUNT,
} from '../index.js';
import { applicantOf, entryId, entryNumber } from './ids.js';
import { hasEmail, numbersByEmail, person, type Person } from './people.js';

const HERE = 'workday:sandbox-healthy';
const everybody = Array.from(
  { length: POPULATION_SIZE },
  (_, index) => person(index + 1) as Person,
);

it('has ids of its own in every integration, which can be read back', () => {
  const ids = new Set<string>();
  for (const { number } of everybody) {
    const id = entryId(HERE, 'candidate', number);
    ids.add(id);
    expect(entryNumber(HERE, 'candidate', id)).toBe(number);
  }
  expect(ids.size).toBe(POPULATION_SIZE);
  const id = entryId(HERE, 'candidate', 42);
  expect(id).toMatch(/^[1-9A-HJ-NP-Za-km-z]{24}$/);
  expect(entryNumber(`${HERE}~1`, 'candidate', id)).toBeUndefined();
  expect(entryNumber(HERE, 'application', id)).toBeUndefined();
  for (const last of ['0', 'l', '~', 'é']) {
    expect(entryNumber(HERE, 'candidate', id.slice(0, -1) + last)).toBeUndefined();
  }
  expect(entryNumber(HERE, 'candidate', entryId(HERE, 'candidate', 10_001))).toBeUndefined();
});

it('is the same at every start', () => {
  expect(sandboxCandidate(HERE, 42)).toMatchObject({
    id: 'CCptYs3HzYJMx6ixzptarPz5',
    remote_id: 'CAND-42',
    first_name: 'Jürgen',
    last_name: 'Knuth',
    email_addresses: [{ email_address: 'Person-42@Example.COM', type: 'PRIVATE' }],
    applications: [{ remote_id: 'APP-42-1', outcome: 'HIRED', job: { remote_id: 'JOB-16' } }],
  });
});

it.each([
  [1, 2, ['PENDING']],
  [2, 1, ['HIRED']],
  [3, 0, ['PENDING']],
  [4, 1, []],
  [5, 1, ['PENDING']],
  [6, 1, ['PENDING']],
  [7, 1, ['DECLINED', 'HIRED', 'PENDING']],
  [8, 1, ['PENDING', 'PENDING']],
  [9, 1, ['DECLINED', 'PENDING']],
])('those with a %d at the end have %d addresses and %j', (digit, addresses, outcomes) => {
  for (const number of [digit, digit + 40, digit + 9_990]) {
    const one = sandboxCandidate(HERE, number);
    expect(one.email_addresses).toHaveLength(addresses);
    expect(one.applications.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(one.remote_deleted_at).toBeNull();
    expect(sandboxApplications(HERE, number).map(({ id }) => id)).toEqual(
      one.applications.map(({ id }) => id),
    );
  }
});

it('has doubles, who applied to different jobs', () => {
  const [five, six] = [person(15) as Person, person(16) as Person];
  expect(six.emails).toEqual(five.emails);
  expect(six.applications[0]?.job).not.toBe(five.applications[0]?.job);
});

it('has some who applied twice to one job, and others to several', () => {
  const jobs = (number: number) => new Set(person(number)?.applications.map(({ job }) => job)).size;
  expect([jobs(9), jobs(8), jobs(7)]).toEqual([1, 2, 3]);
});

it('has deleted ones, half of them emptied', () => {
  expect(sandboxCandidate(HERE, 10)).toMatchObject({
    remote_deleted_at: expect.any(String),
    first_name: expect.any(String),
  });
  expect(sandboxCandidate(HERE, 20)).toMatchObject({
    remote_deleted_at: expect.any(String),
    first_name: null,
    email_addresses: [],
    applications: [],
  });
});

it('finds everybody by every address they have', () => {
  for (const one of everybody) {
    for (const email of one.emails) {
      const found = numbersByEmail(email.toUpperCase()).filter((number) => {
        const other = person(number);
        return other !== undefined && hasEmail(other, email);
      });
      expect(found).toContain(one.number);
    }
  }
});

it('has times that can tell the newest, but for some', () => {
  const [first, second] = sandboxApplications(HERE, 8);
  expect(Date.parse(first?.remote_created_at ?? '')).toBeLessThan(
    Date.parse(second?.remote_created_at ?? ''),
  );
  expect(sandboxApplications(HERE, 98).map((one) => one.remote_created_at)).toEqual([null, null]);
});

it.each([0, -1, 1.5, POPULATION_SIZE + 1])('has nobody with the number %d', (number) => {
  expect(() => sandboxCandidate(HERE, number)).toThrow(RangeError);
});

it('has jobs from 1 on', () => {
  expect(sandboxJob(HERE, JOB_COUNT).remote_id).toBe(`JOB-${JOB_COUNT}`);
  expect(() => sandboxJob(HERE, JOB_COUNT + 1)).toThrow(RangeError);
  expect(applicantOf(423)).toEqual({ person: 42, nth: 3 });
});
