import type { DeliveryTarget, TargetReference, TargetResolution } from '@result-links/contracts';
import { describeChoice } from '../../../output/choice.js';
import type { CheckedInput } from '../check/check-rows.js';
import type { RowPlace } from '../check/row-index.js';
import type { Input } from '../input/input.js';
import { readPlaces } from '../input/read-places.js';
import type { RowState } from '../journal/journal-line.js';
import { needsLookUp, type RowRequest } from '../rows/row-request.js';
import type { Fate, PreparedRow } from './lane.js';

/** Rows that are read and looked up together. */
const GROUP = 50;

/** Finds targets; answers in the order of the references. */
export interface RowResolver {
  resolveMany(references: readonly TargetReference[]): Promise<TargetResolution[]>;
}

/** What preparing rows needs. */
export interface PrepareOptions {
  input: Input;
  checked: CheckedInput;
  resolver: RowResolver;
  /** Whether a row is to be sent in this run. */
  isWanted(row: number): boolean;
}

/** The rows of one integration, read again from their places, with their targets. */
export async function* prepareRows(
  integrationId: string,
  { input, checked, resolver, isWanted }: PrepareOptions,
): AsyncGenerator<PreparedRow[]> {
  let group: RowPlace[] = [];
  const prepare = async (): Promise<PreparedRow[]> => {
    await input.assertUnchanged();
    const places = group;
    group = [];
    const rows = await readPlaces(input, places);
    const requests = places.map((place, index) => readRow(place, rows[index] as Buffer, checked));
    const toLookUp = requests.filter(needsLookUp);
    const found = await resolver.resolveMany(toLookUp.map(({ reference }) => reference));
    const resolutions = new Map(toLookUp.map((request, index) => [request, found[index]]));
    return places.map((place, index) => {
      const request = requests[index] as RowRequest;
      return prepareRow(place, request, resolutions.get(request));
    });
  };
  for await (const place of checked.index.rowsOf(integrationId)) {
    if (!isWanted(place.row)) continue;
    group.push(place);
    if (group.length >= GROUP) yield await prepare();
  }
  if (group.length > 0) yield await prepare();
}

function readRow({ line }: RowPlace, bytes: Buffer, { format, reader }: CheckedInput): RowRequest {
  const checked = reader.read(format.parse(bytes));
  if (!checked.ok) {
    throw new Error(`line ${line} was valid when it was checked, and is not any more`);
  }
  return checked.request;
}

function prepareRow(
  place: RowPlace,
  request: RowRequest,
  resolution: TargetResolution | undefined,
): PreparedRow {
  if (resolution?.target === null) return { kind: 'ended', place, fate: fateOf(resolution) };
  const { reference, body } = request;
  const target = resolution?.target ?? givenTarget(request);
  return { kind: 'ready', place, integrationId: reference.x_integration_id, target, body };
}

function givenTarget({ reference }: RowRequest): DeliveryTarget {
  const { candidate_id, application_id } = reference;
  return candidate_id === undefined
    ? { type: 'application', id: application_id as string }
    : { type: 'candidate', id: candidate_id };
}

/** What a look-up without a target means for the row. Nothing was sent. */
export function fateOf({ status, message, failure, choices }: TargetResolution): Fate {
  if (failure === null) {
    const shown = choices.map(describeChoice).join('; ');
    return status === 'ambiguous'
      ? { state: 'ambiguous', message: shown === '' ? message : `${message} (${shown})` }
      : { state: 'not_found', message };
  }
  const { kind, code, log_url } = failure;
  return { state: STATE_BY_FAILURE[kind], code, message: failure.message, log_url };
}

const STATE_BY_FAILURE: Readonly<
  Record<NonNullable<TargetResolution['failure']>['kind'], RowState>
> = {
  throttled: 'throttled',
  unavailable: 'unavailable',
  integration_broken: 'integration_broken',
  account_broken: 'account_broken',
  rejected: 'rejected',
  too_many: 'ambiguous',
  aborted: 'unavailable',
};
