/**
 * Who lives in every integration of the sandbox: 10,000 people, each a pure function of their number,
 * so that none is kept in memory and a test can say who it is going to meet. The last digit of the
 * number says what is special about somebody; README.md ("Population") has the same table in words.
 */

/** People in every integration, numbered from 1. */
export const POPULATION_SIZE = 10_000;

/** Jobs in every integration, numbered from 1. */
export const JOB_COUNT = 40;

/** How an application can stand; Kombo knows no others (OpenAPI document, 2026-05-02). */
export type Outcome = 'PENDING' | 'HIRED' | 'DECLINED';

/** An application, before it gets ids. */
export interface ApplicationFacts {
  /** 1, 2, 3, … per person, the oldest first. */
  number: number;
  /** Number of the job, 1 to 40. */
  job: number;
  outcome: Outcome;
  /** ISO 8601, UTC; `null`: this ATS entry tells none. */
  createdAt: string | null;
}

/** A person, before they get ids. */
export interface Person {
  /** 1 to 10,000. */
  number: number;
  /** `null`: deleted more than 14 days ago, and emptied. */
  firstName: string | null;
  lastName: string | null;
  /** As the ATS stores them. */
  emails: string[];
  /** When the ATS was found to have them no more. */
  deletedAt: string | null;
  /** When Kombo last saw a change, of them or of an application of theirs. */
  changedAt: string;
  applications: ApplicationFacts[];
}

const FIRST_NAMES = [
  ...['Ada', 'Grace', 'Alan', 'Edsger', 'Barbara', 'Donald', 'Radia', 'Tim', 'Zoë', 'Łukasz'],
  ...['Ana', 'Jürgen', 'Mei', 'Kofi', 'Ngũgĩ', 'Søren', 'Yuki', 'Fatima', "D'Arcy", 'Olga'],
  ...['Mary Jane', 'João', 'Siobhán', 'Ravi', 'Noor', 'İpek', 'Chloé', 'Lars', 'Amara', 'Ivo'],
];
const LAST_NAMES = [
  ...['Lovelace', 'Hopper', 'Turing', 'Dijkstra', 'Liskov', 'Knuth', 'Perlman', 'Berners-Lee'],
  ...['García', 'Müller', "O'Brien", 'Nakamura', 'van der Berg', 'Øst', 'Żak', 'Okafor', 'Silva'],
  ...['Ivanova', 'Haddad', 'Kaya', 'Novák', 'Rossi', 'Dubois'],
];

const MINUTE_MS = 60_000;
const DAY_MS = 86_400_000;
const FIRST_APPLICATION_MS = Date.UTC(2025, 0, 1, 8);

/** The person with this number; `undefined` when there is none. */
export function person(number: number): Person | undefined {
  if (!Number.isInteger(number) || number < 1 || number > POPULATION_SIZE) {
    return undefined;
  }
  const applications = applicationsOf(number);
  const times = applications.map(({ number: nth }) => appliedMs(number, nth));
  const changedAt = iso(Math.max(appliedMs(number, 1), ...times) + DAY_MS);
  const [firstName, lastName] = nameOf(number);
  const known = { number, firstName, lastName, emails: emailsOf(number), changedAt, applications };
  switch (number % 20) {
    case 0:
      return {
        ...known,
        ...{ firstName: null, lastName: null, emails: [], applications: [] },
        deletedAt: '2026-06-01T00:00:00.000Z',
        changedAt: '2026-06-15T00:00:00.000Z',
      };
    case 10:
      return {
        ...known,
        deletedAt: '2026-11-20T00:00:00.000Z',
        changedAt: '2026-11-20T00:00:00.000Z',
      };
    default:
      return { ...known, deletedAt: null };
  }
}

/** Numbers of those who may have this address, in upper or lower case. */
export function numbersByEmail(email: string): number[] {
  const [, digits] = /^(?:person|work)-([1-9]\d{0,4})@example\.com$/i.exec(email) ?? [];
  // A double has the address of the one before.
  return digits === undefined ? [] : [Number(digits), Number(digits) + 1];
}

/** Whether one of the person's addresses is this one, in upper or lower case. */
export function hasEmail({ emails }: Person, email: string): boolean {
  return emails.some((own) => own.toLowerCase() === email.toLowerCase());
}

function nameOf(number: number): [string, string] {
  const pick = (names: string[], index: number) => names[index % names.length] as string;
  return [pick(FIRST_NAMES, number - 1), pick(LAST_NAMES, Math.floor((number - 1) / 7))];
}

function emailsOf(number: number): string[] {
  switch (number % 10) {
    case 1:
      return [`person-${number}@example.com`, `work-${number}@example.com`];
    case 2:
      return [`Person-${number}@Example.COM`];
    case 3:
      return [];
    case 6:
      return [`person-${number - 1}@example.com`];
    default:
      return [`person-${number}@example.com`];
  }
}

function applicationsOf(number: number): ApplicationFacts[] {
  const tellsDates = number % 100 !== 98;
  const job = (step: number) => ((number + step * 13) % JOB_COUNT) + 1;
  const made = (nth: number, outcome: Outcome, step = nth): ApplicationFacts => ({
    number: nth,
    job: job(step),
    outcome,
    createdAt: tellsDates ? iso(appliedMs(number, nth)) : null,
  });
  switch (number % 10) {
    case 2:
      return [made(1, 'HIRED')];
    case 4:
      return [];
    case 7:
      return [made(1, 'DECLINED'), made(2, 'HIRED'), made(3, 'PENDING')];
    case 8:
      return [made(1, 'PENDING'), made(2, 'PENDING')];
    case 9:
      return [made(1, 'DECLINED', 1), made(2, 'PENDING', 1)];
    default:
      return [made(1, 'PENDING')];
  }
}

/** People apply 50 minutes apart, and again 30 days later: all of it in 2025 and early 2026. */
function appliedMs(number: number, nth: number): number {
  return FIRST_APPLICATION_MS + number * 50 * MINUTE_MS + (nth - 1) * 30 * DAY_MS;
}

function iso(ms: number): string {
  return new Date(ms).toISOString();
}
