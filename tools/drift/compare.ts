import { REQUESTS, type Field, type Fields, type Shape } from './shape.ts';

/** How something differs: it is new to us, it is gone (or never was), or it says something else. */
export type Change = 'theirs only' | 'ours only' | 'changed';

/** One difference between two contracts. */
export interface Difference {
  /** A field's path, `path = VALUE` for one value of a closed set, or an error code. */
  readonly what: string;
  readonly change: Change;
  /** What each side says, in words; empty for what a side does not have. */
  readonly ours: string;
  readonly theirs: string;
  /** `candidates`, `applications` or `error codes`; both requests where they differ alike. */
  readonly where: readonly string[];
}

/**
 * Every difference between our contract and another one. Below a field that one side does not have,
 * nothing more is listed.
 */
export function compareShapes(ours: Shape, theirs: Shape): Difference[] {
  const found = REQUESTS.flatMap((name) =>
    compareFields(ours.requests[name], theirs.requests[name], name),
  );
  const codes = compareLists(ours.errorCodes, theirs.errorCodes, (code) => code, 'error codes');
  return mergeAlike([...found, ...codes]);
}

function compareFields(ours: Fields, theirs: Fields, where: string): Difference[] {
  const paths = new Set([...ours.keys(), ...theirs.keys()]);
  const differences: Difference[] = [];
  for (const path of paths) {
    const mine = ours.get(path);
    const other = theirs.get(path);
    if (mine && other) {
      differences.push(...compareField(path, mine, other, where));
    } else if (!hasMissingParent(path, mine ? theirs : ours)) {
      differences.push(oneSided(path, describe(mine), describe(other), where));
    }
  }
  return differences;
}

function compareField(path: string, ours: Field, theirs: Field, where: string): Difference[] {
  const [mine, other] = [describe(ours), describe(theirs)];
  const changed: Difference[] =
    mine === other
      ? []
      : [{ what: path, change: 'changed', ours: mine, theirs: other, where: [where] }];
  if (!ours.values && !theirs.values) return changed;
  if (!ours.values || !theirs.values) {
    const say = ({ values }: Field) => (values ? `only ${values.join(', ')}` : 'any value');
    const what = `${path} values`;
    return [
      ...changed,
      { what, change: 'changed', ours: say(ours), theirs: say(theirs), where: [where] },
    ];
  }
  const named = (value: string) => `${path} = ${value}`;
  return [...changed, ...compareLists(ours.values, theirs.values, named, where)];
}

function compareLists(
  ours: readonly string[],
  theirs: readonly string[],
  name: (value: string) => string,
  where: string,
): Difference[] {
  const gone = ours.filter((value) => !theirs.includes(value));
  const added = theirs.filter((value) => !ours.includes(value));
  return [
    ...gone.map((value) => oneSided(name(value), 'yes', '', where)),
    ...added.map((value) => oneSided(name(value), '', 'yes', where)),
  ];
}

function oneSided(what: string, ours: string, theirs: string, where: string): Difference {
  return { what, change: ours === '' ? 'theirs only' : 'ours only', ours, theirs, where: [where] };
}

function describe(field: Field | undefined): string {
  if (field === undefined) return '';
  return `${field.type}, ${field.isRequired ? 'required' : 'optional'}`;
}

function hasMissingParent(path: string, fields: Fields): boolean {
  const parent = path.replace(/(\[\])?\.[^.]+$/, '');
  return parent !== path && !fields.has(parent);
}

function mergeAlike(differences: readonly Difference[]): Difference[] {
  const merged = new Map<string, Difference>();
  for (const difference of differences) {
    const { what, change, ours, theirs, where } = difference;
    const key = JSON.stringify([what, change, ours, theirs]);
    const before = merged.get(key)?.where ?? [];
    merged.set(key, { ...difference, where: [...before, ...where] });
  }
  return [...merged.values()];
}
