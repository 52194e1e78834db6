import { check } from '../../../testing/bulk-input.js';

const row = (more: object = {}) =>
  JSON.stringify({
    x_integration_id: 'workday:a',
    candidate_id: 'c1',
    request_body: { label: 'Result', url: 'https://example.com/1' },
    ...more,
  });

describe('NDJSON', () => {
  it('holds requests of the contract, one per line', async () => {
    const { requests, problems } = await check(
      `\u{feff}${row()}\r\n\n  \n${row({ candidate_id: undefined, email: 'ada@example.com' })}`,
    );

    expect(problems).toEqual([]);
    expect(requests).toMatchObject([
      { row: 1, line: 1, reference: { candidate_id: 'c1' } },
      { row: 2, line: 4, reference: { email: 'ada@example.com' } },
    ]);
  });

  it('tells what is broken by its path, and goes on', async () => {
    const { problems, ready } = await check(
      [
        '{"x_integration_id":',
        '[]',
        row({ request_body: undefined }),
        row({ request_body: { label: 'Result', url: 'https://example.com/1', detials: {} } }),
        row({ application_id: 'a1' }),
        row({ candidate_id: 7 }),
        row({ lable: 'x' }),
        row().replace('"c1"', '0.10'),
        row(),
      ].join('\n'),
      { format: 'ndjson' },
    );

    expect(problems).toEqual(
      [
        'line 1, : json',
        'line 2, : isObject',
        'line 3, request_body.label: isString',
        'line 3, request_body.url: isString',
        'line 4, request_body.detials: unknownKey',
        'line 5, : exactlyOne',
        'line 6, candidate_id: isString',
        'line 7, lable: unknownKey',
        'line 8, candidate_id: inexactNumber',
      ].map((problem) => expect.stringContaining(problem.replace(/: isString$/, ''))),
    );
    expect(ready).toBe(1);
  });

  it('gives flags to rows that lack something', async () => {
    const { requests } = await check(
      row({
        x_integration_id: undefined,
        request_body: { url: 'https://example.com/1', details: { attributes: [] } },
      }),
      { defaults: { integration: 'workday:b', label: 'Mine', prefix: 'Acme:' } },
    );

    expect(requests).toMatchObject([
      {
        reference: { x_integration_id: 'workday:b' },
        body: { label: 'Mine', details: { custom_field_name_prefix: 'Acme:' } },
      },
    ]);
  });

  it('tells a row that is too long without keeping it, and goes on', async () => {
    const long = row({
      request_body: { label: 'x'.repeat(3 * 1024 * 1024), url: 'https://example.com/1' },
    });
    const { problems, ready } = await check(`${long}\n${row()}\n`);

    expect(problems).toEqual(['line 1, : rowTooLong']);
    expect(ready).toBe(1);
  });

  it('finds duplicates among many rows, and only those', async () => {
    const lines = Array.from({ length: 30_000 }, (_, n) => row({ candidate_id: `c${n}` }));
    lines[29_999] = row({ candidate_id: 'c17' });
    const { problems, ready } = await check(lines.join('\n'));

    expect(problems).toEqual(['line 30000: same as row 18']);
    expect(ready).toBe(29_999);
  });
});
