/** Every input of the OpenAPI document that is a time × values that are one, and that are none. */
import {
  DOCUMENT,
  goodBody,
  OPERATIONS,
  startCallableService,
  type Answered,
  type Changes,
  type Operation,
  type Schema,
} from './testing/every-operation.js';

const GOOD = [
  '2026-11-16T00:00:00Z',
  '2026-11-16t00:00:00z',
  '2026-11-16T10:30:00.123456789+01:00',
  '1990-12-31T23:59:60Z',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59.999Z',
];
const BAD = [
  '',
  'now',
  'infinity',
  '1700000000',
  '2026-W47-1',
  '2026-327',
  '2026-11-16',
  '2026-11-16T10:30:00',
  '2026-11-16T10:30Z',
  '2026-11-16 10:30:00Z',
  '2026-11-16T10:30:00 01:00',
  '2026-02-30T00:00:00Z',
  '2026-11-16T24:00:00Z',
  '0000-01-01T00:00:00Z',
  '9999-12-31T23:59:59-01:00',
  '+275760-09-13T00:00:00Z',
  'Mon, 16 Nov 2026 00:00:00 GMT',
];

interface TimeInput {
  operation: Operation;
  /** As errors name it. */
  path: string;
  /** A good call but for this value. */
  withValue(value: unknown): Changes;
}

/** The properties in a schema, at any depth, with their paths. */
function propertiesIn(schema: Schema, path: string[] = []): { path: string[]; schema: Schema }[] {
  const { $ref, properties = {}, items, oneOf = [], anyOf = [], allOf = [] } = schema;
  const name = $ref?.replace('#/components/schemas/', '');
  const parts = [...oneOf, ...anyOf, ...allOf];
  if (name !== undefined) parts.push(DOCUMENT.components.schemas[name] ?? {});
  return [
    ...parts.flatMap((part) => propertiesIn(part, path)),
    ...(items ? propertiesIn(items, [...path, '0']) : []),
    ...Object.entries(properties).flatMap(([key, property]) => [
      { path: [...path, key], schema: property },
      ...propertiesIn(property, [...path, key]),
    ]),
  ];
}

const inputsOf = (operation: Operation) => [
  ...operation.parameters.map(({ name, schema, in: place }) => ({ path: [name], schema, place })),
  ...Object.values(operation.content).flatMap(({ schema }) =>
    propertiesIn(schema).map((each) => ({ ...each, place: 'body' })),
  ),
];

const TIMES: TimeInput[] = OPERATIONS.flatMap((operation) =>
  inputsOf(operation)
    .filter(({ schema }) => schema.format === 'date-time')
    .map(({ path, place }) => ({
      operation,
      path: path.join('.'),
      withValue: (value) => {
        if (place === 'query') return { query: `?${path[0]}=${encodeURIComponent(String(value))}` };
        if (place !== 'body' || path.length !== 1) throw new Error(`${path} in ${place}: how?`);
        const body = { ...(goodBody(operation) as object), [path[0]!]: value };
        return { body: JSON.stringify(body) };
      },
    })),
);

let service: Awaited<ReturnType<typeof startCallableService>>;
beforeAll(async () => {
  service = await startCallableService();
});
afterAll(() => service.close());

it('finds the times among the inputs', () => {
  expect(TIMES.map(({ operation, path }) => `${operation.id} ${path}`).sort()).toEqual([
    'confirmDatabase since',
    'createAdminKey expires_at',
    'createApiKey expires_at',
    'exportAudit accepted_after',
    'exportAudit accepted_before',
    'listAuditRecords since',
    'listAuditRecords until',
    'listDeliveries accepted_after',
    'listDeliveries accepted_before',
    'retryDeliveries accepted_after',
    'retryDeliveries accepted_before',
  ]);
});

it('has no input that is named like a time and is none', () => {
  const named = OPERATIONS.flatMap((operation) =>
    inputsOf(operation)
      .filter(({ schema }) => schema.format !== 'date-time')
      .filter(({ path }) =>
        /(?:^|_)(?:at|since|until|time|date|before|\w+_after)$/.test(path.at(-1)!),
      )
      .map(({ path }) => `${operation.id} ${path.join('.')}`),
  );
  expect(named).toEqual([]);
});

const timeErrors = ({ error }: Answered) =>
  (error.fields ?? []).filter(({ code }) => code === 'isTime');

describe.each(TIMES)('$operation.id, $path', ({ operation, path, withValue }) => {
  it.each(BAD)('refuses %j with an example', async (value) => {
    const answer = await service.call(operation, withValue(value));
    expect([answer.status, answer.error.reason]).toEqual([400, 'request_invalid']);
    const [error, ...others] = timeErrors(answer);
    expect(error?.path).toBe(path);
    expect(error?.message).toContain('Example: 2026-11-16T00:00:00Z');
    expect(others).toEqual([]);
  });

  it.each(GOOD)('takes %s', async (value) => {
    const answer = await service.call(operation, withValue(value));
    expect(answer.status).toBeLessThan(500);
    expect(timeErrors(answer)).toEqual([]);
    // What else may be wrong with it: it must be in the past or in the future.
    const others = (answer.error.fields ?? []).filter((field) => field.path === path);
    expect(others.filter(({ code }) => !['isPast', 'past'].includes(code))).toEqual([]);
  });
});

it('reads an offset: the same instant in two zones is the same bound', async () => {
  const sent = await service.post('/v1/ats/candidates/c-times/result-links');
  const id = sent.headers.get('x-delivery-id');
  const list = OPERATIONS.find((each) => each.id === 'listDeliveries')!;
  const counted = async (after: string) => {
    const query = `?candidate_id=c-times&accepted_after=${encodeURIComponent(after)}`;
    return (await service.call(list, { query })).text.includes(String(id));
  };
  const hour = 3_600_000;
  const local = (time: number, zone: string, shift: number) =>
    new Date(time + shift).toISOString().replace('Z', zone);
  expect(await counted(local(Date.now() - hour, '+05:00', 5 * hour))).toBe(true);
  expect(await counted(local(Date.now() + hour, '+05:00', 5 * hour))).toBe(false);
  expect(await counted(local(Date.now() - hour, '-11:00', -11 * hour))).toBe(true);
  expect(await counted(local(Date.now() + hour, '-11:00', -11 * hour))).toBe(false);
});
