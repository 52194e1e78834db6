import { komboLikeId } from '../kombo/kombo-like-id.js';
import { JOB_COUNT, POPULATION_SIZE } from './people.js';

/** What has a Kombo id here. */
export type EntryKind = 'candidate' | 'application' | 'job' | 'stage';

const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';
const DIGITS = 4;
const NUMBERS = BASE58.length ** DIGITS;

/** Spreads numbers, so that neighbours do not look alike; `FACTOR * INVERSE % NUMBERS` is 1. */
const FACTOR = 2_654_435;
const INVERSE = inverseOf(FACTOR, NUMBERS);

/** Applications of one person that have an id; the last digits of the number of an application. */
const APPLICATIONS_PER_PERSON = 10;

/**
 * An id that looks like Kombo's (24 base58 characters), is always the same for the same entry, and can
 * be read back: the number stands in its last four characters.
 *
 * @param integrationId whole, with its suffix: every integration has ids of its own
 */
export function entryId(integrationId: string, kind: EntryKind, number: number): string {
  let rest = (number * FACTOR) % NUMBERS;
  let digits = '';
  for (let place = 0; place < DIGITS; place += 1) {
    digits = BASE58.charAt(rest % BASE58.length) + digits;
    rest = Math.floor(rest / BASE58.length);
  }
  return prefixOf(integrationId, kind) + digits;
}

/** The number in an id; `undefined` when it is not one of this integration and kind. */
export function entryNumber(
  integrationId: string,
  kind: EntryKind,
  id: string,
): number | undefined {
  const prefix = prefixOf(integrationId, kind);
  if (id.length !== prefix.length + DIGITS || !id.startsWith(prefix)) {
    return undefined;
  }
  let spread = 0;
  for (const digit of id.slice(prefix.length)) {
    const value = BASE58.indexOf(digit);
    if (value === -1) return undefined;
    spread = spread * BASE58.length + value;
  }
  const number = Number((BigInt(spread) * INVERSE) % BigInt(NUMBERS));
  return number >= 1 && number <= lastNumber(kind) ? number : undefined;
}

/** The number of an application among all of its integration. */
export function applicationNumber(person: number, nth: number): number {
  return person * APPLICATIONS_PER_PERSON + nth;
}

/** Whose application that is, and which of theirs. */
export function applicantOf(application: number): { person: number; nth: number } {
  return {
    person: Math.floor(application / APPLICATIONS_PER_PERSON),
    nth: application % APPLICATIONS_PER_PERSON,
  };
}

/** Ids in the ATS: the same in every integration, and readable. */
export const remoteId = {
  candidate: (person: number) => `CAND-${person}`,
  application: (person: number, nth: number) => `APP-${person}-${nth}`,
  job: (job: number) => `JOB-${job}`,
} as const;

/** The person with this id in the ATS. */
export function personByRemoteId(id: string): number | undefined {
  const [, digits] = /^CAND-([1-9]\d*)$/.exec(id) ?? [];
  return digits === undefined ? undefined : Number(digits);
}

/** The application with this id in the ATS. */
export function applicationByRemoteId(id: string): number | undefined {
  const [, digits, nth] = /^APP-([1-9]\d*)-([1-9])$/.exec(id) ?? [];
  return digits === undefined ? undefined : applicationNumber(Number(digits), Number(nth));
}

function lastNumber(kind: EntryKind): number {
  if (kind === 'application') return (POPULATION_SIZE + 1) * APPLICATIONS_PER_PERSON;
  return kind === 'candidate' ? POPULATION_SIZE : JOB_COUNT;
}

const prefixes = new Map<string, string>();
const REMEMBERED_PREFIXES = 1_000;

function prefixOf(integrationId: string, kind: EntryKind): string {
  const name = `${integrationId}/${kind}/`;
  let prefix = prefixes.get(name);
  if (prefix === undefined) {
    if (prefixes.size >= REMEMBERED_PREFIXES) prefixes.clear();
    prefix = komboLikeId(name).slice(0, -DIGITS);
    prefixes.set(name, prefix);
  }
  return prefix;
}

/** Extended Euclid; a bigint, for products beyond 2^53. */
function inverseOf(value: number, modulus: number): bigint {
  let [r0, r1] = [BigInt(modulus), BigInt(value)];
  let [t0, t1] = [0n, 1n];
  while (r1 !== 0n) {
    const quotient = r0 / r1;
    [r0, r1] = [r1, r0 - quotient * r1];
    [t0, t1] = [t1, t0 - quotient * t1];
  }
  return t0 < 0n ? t0 + BigInt(modulus) : t0;
}
