import { validateHeaderName, validateHeaderValue } from 'node:http';
import { FAULT_KINDS, type Fault } from './fault.js';
import { faultByName } from './fault-names.js';
import type { NumberOrRange } from './random.js';

/** The calls of Kombo's API that a scenario can change. */
export const OPERATIONS = [
  'result-link',
  'integration-details',
  'check-api-key',
  'get-candidates',
  'get-applications',
  'get-jobs',
  'get-tools',
] as const;

/** Those that list synced data. */
export type ListingOperation = Extract<
  Operation,
  'get-candidates' | 'get-applications' | 'get-jobs'
>;

/** One of {@link OPERATIONS}. */
export type Operation = (typeof OPERATIONS)[number];

/** What is to happen to which requests. Every condition that is absent matches everything. */
export interface Scenario {
  /** Which call; default `result-link`. */
  operation?: Operation;
  /** Only for this integration id, exactly. */
  integration?: string;
  /** Only for this candidate or application id, exactly as it stands in the path. */
  target?: string;
  /** For how many matching requests; default: until it is removed. */
  times?: number;
  /** Of the matching requests, the share it happens to, from 0 to 1; default 1. */
  probability?: number;
  /** Milliseconds before anything happens, fixed or between two numbers; default: the sandbox's own. */
  latencyMs?: NumberOrRange;
  /** A fault name (README.md, "By id") or a fault written out. */
  fault: string | Fault;
}

/** A scenario as it was given makes no sense. The message says which field and why. */
export class InvalidScenarioError extends Error {
  override readonly name = 'InvalidScenarioError';
}

const FIELDS = [
  'operation',
  'integration',
  'target',
  'times',
  'probability',
  'latencyMs',
  'fault',
] as const;
const LONGEST_LATENCY_MS = 600_000;

/**
 * Checks a scenario that came over the wire, or from a test.
 *
 * @throws {InvalidScenarioError} naming the first field that is wrong, or that does not exist
 */
export function parseScenario(input: unknown): Scenario {
  const scenario = object(input, 'a scenario', FIELDS);
  const { operation, integration, target, times, probability, latencyMs, fault } = scenario;
  ensure(
    operation === undefined || OPERATIONS.some((known) => known === operation),
    `operation must be one of ${OPERATIONS.join(', ')}`,
  );
  ensure(integration === undefined || isText(integration), 'integration must be an id');
  ensure(target === undefined || isText(target), 'target must be an id');
  ensure(
    times === undefined || (Number.isInteger(times) && Number(times) > 0),
    'times must be a whole number above 0',
  );
  ensure(
    probability === undefined || isBetween(probability, 0, 1),
    'probability must be a number from 0 to 1',
  );
  ensure(
    latencyMs === undefined || isLatency(latencyMs),
    `latencyMs must be a number up to ${LONGEST_LATENCY_MS}, or [from, to]`,
  );
  if (typeof fault === 'string') {
    ensure(
      faultByName(fault, () => 0),
      `fault: there is no fault called ${JSON.stringify(fault)}`,
    );
  } else {
    checkFault(fault);
  }
  return scenario as unknown as Scenario;
}

const FAULT_FIELDS: Record<Fault['kind'], readonly string[]> = {
  none: [],
  error: ['code', 'status', 'message', 'headers', 'writes'],
  answer: ['status', 'body', 'contentType', 'headers', 'writes'],
  cut: ['writes'],
  'half-answer': [],
  hang: ['writes'],
};

function checkFault(input: unknown): void {
  const kind = (input as { kind?: unknown } | null | undefined)?.kind;
  const known = FAULT_KINDS.find((name) => name === kind);
  if (known === undefined) {
    throw new InvalidScenarioError(
      `fault must be a fault name or an object with kind: ${FAULT_KINDS.join(', ')}`,
    );
  }
  const fault = object(input, `a fault of kind ${known}`, ['kind', ...FAULT_FIELDS[known]]);
  if (known === 'error') {
    ensure(fault['code'] === null || isText(fault['code']), 'fault.code must be a string or null');
  }
  if (known === 'answer' || fault['status'] !== undefined) {
    ensure(
      Number.isInteger(fault['status']) && isBetween(fault['status'], 200, 599),
      'fault.status must be an HTTP status from 200 to 599',
    );
  }
  for (const key of ['body', 'contentType', 'message']) {
    ensure(
      fault[key] === undefined || typeof fault[key] === 'string',
      `fault.${key} must be a string`,
    );
  }
  if (known === 'cut' || fault['writes'] !== undefined) {
    ensure(typeof fault['writes'] === 'boolean', 'fault.writes must be true or false');
  }
  if (fault['contentType'] !== undefined) checkHeaders({ 'content-type': fault['contentType'] });
  if (fault['headers'] !== undefined) checkHeaders(fault['headers']);
}

function checkHeaders(headers: unknown): void {
  ensure(typeof headers === 'object' && headers !== null, 'fault.headers must be an object');
  for (const [name, value] of Object.entries(headers as object)) {
    ensure(typeof value === 'string', 'fault.headers: every value must be a string');
    try {
      validateHeaderName(name);
      validateHeaderValue(name, value as string);
    } catch (error) {
      throw new InvalidScenarioError(`fault.headers: ${(error as Error).message}`);
    }
  }
}

function object(input: unknown, what: string, fields: readonly string[]): Record<string, unknown> {
  ensure(
    typeof input === 'object' && input !== null && !Array.isArray(input),
    `${what} must be an object`,
  );
  const unknown = Object.keys(input as object).find((key) => !fields.includes(key));
  ensure(unknown === undefined, `${what} has no field ${JSON.stringify(unknown)}`);
  return input as Record<string, unknown>;
}

function ensure(condition: unknown, message: string): void {
  if (!condition) throw new InvalidScenarioError(message);
}

function isText(value: unknown): boolean {
  return typeof value === 'string' && value !== '';
}

function isBetween(value: unknown, from: number, to: number): boolean {
  return typeof value === 'number' && value >= from && value <= to;
}

function isLatency(value: unknown): boolean {
  if (!Array.isArray(value)) return isBetween(value, 0, LONGEST_LATENCY_MS);
  const [from, to] = value as unknown[];
  return (
    value.length === 2 &&
    isBetween(from, 0, LONGEST_LATENCY_MS) &&
    isBetween(to, Number(from), LONGEST_LATENCY_MS)
  );
}
