import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { drift } from './drift.ts';
import { ourShape } from './ours.ts';
import { smallDocument } from './testing/document.ts';

type Document = ReturnType<typeof smallDocument>;

const folder = mkdtempSync(join(tmpdir(), 'drift-'));
const codes = ourShape().errorCodes;
afterAll(() => rmSync(folder, { recursive: true }));

function file(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, typeof content === 'string' ? content : JSON.stringify(content));
  return path;
}

async function run(...args: string[]) {
  let out = '';
  let error = '';
  const exitCode = await drift(args, {
    out: (text) => (out += text),
    error: (text) => (error += text),
  });
  const rows = out.split('\n').map((line) => line.replaceAll(/ {2,}/g, ' | '));
  return { exitCode, out, error, rows };
}

function altered(alter: (document: Document) => void): string {
  const document = smallDocument(codes);
  alter(document);
  return file('altered.json', document);
}

describe('against an OpenAPI document', () => {
  it('finds nothing in one that says the same', async () => {
    const { exitCode, out } = await run(
      '--openapi',
      altered(() => undefined),
      '--strict',
    );
    expect(out).toContain('altered.json: 0 difference(s), 0 allowed');
    expect(exitCode).toBe(0);
  });

  const body = ({ components }: Document) => components.schemas.Body;
  const BOTH = 'candidates, applications';
  const ALTERATIONS: [string, (document: Document) => void, string][] = [
    [
      'a field that is new',
      (d) => Object.assign(body(d).properties, { priority: { type: 'number' } }),
      `request_body.priority | theirs only | - | number, optional | ${BOTH}`,
    ],
    [
      'a field that is gone, without those below it',
      (d) => delete (body(d).properties as Partial<object> & { details?: object }).details,
      `request_body.details | ours only | object, optional | - | ${BOTH}`,
    ],
    [
      'a field that need not be there any more',
      (d) => (body(d).required = ['label']),
      `request_body.url | changed | string, required | string, optional | ${BOTH}`,
    ],
    [
      'a field of an array’s items that changes its type',
      (d) =>
        (body(d).properties.details.properties.attributes.items.properties.value = {
          type: ['string', 'number'],
        }),
      `request_body.details.attributes[].value | changed | string, required | number|string, required | ${BOTH}`,
    ],
    [
      'a value that joins a closed set',
      (d) =>
        d.components.schemas.Some.properties.oracle.properties.override_document_category.enum.push(
          'NEW',
        ),
      `request_body.remote_fields.oracle.override_document_category = NEW | theirs only | - | yes | ${BOTH}`,
    ],
    [
      'a value that leaves a closed set',
      (d) =>
        d.components.schemas.Some.properties.oracle.properties.override_document_category.enum.pop(),
      `request_body.remote_fields.oracle.override_document_category = IRC_INTERNAL | ours only | yes | - | ${BOTH}`,
    ],
    [
      'a parameter of one request only',
      ({ paths }) =>
        paths['/ats/applications/{application_id}/result-links'].post.parameters.push({
          in: 'header',
          name: 'Idempotency-Key',
        }),
      'idempotency_key | theirs only | - | any, optional | applications',
    ],
    [
      'an error code that is new',
      ({ components }) => errorCodes(components).push('ATS.LINK_REFUSED'),
      'ATS.LINK_REFUSED | theirs only | - | yes | error codes',
    ],
    [
      'an error code that is gone',
      ({ components }) => errorCodes(components).shift(),
      'PLATFORM.RATE_LIMIT_EXCEEDED | ours only | yes | - | error codes',
    ],
  ];

  function errorCodes({ responses }: Document['components']): unknown[] {
    const { schema } = responses.Errors.content['application/json'];
    return schema.properties.error.properties.code.enum;
  }

  it.each(ALTERATIONS)('finds %s, and only that', async (_what, alter, row) => {
    const { exitCode, out, rows } = await run('--openapi', altered(alter), '--strict');
    expect(rows).toContain(row);
    expect(out).toContain(': 1 difference(s), 0 allowed');
    expect(exitCode).toBe(1);
  });

  it('ends with a schema that refers to itself', async () => {
    const path = altered((d) =>
      Object.assign(body(d).properties, { parent: { $ref: '#/components/schemas/Body' } }),
    );
    const { rows } = await run('--openapi', path, '--strict');
    expect(rows).toContain(`request_body.parent | theirs only | - | object, optional | ${BOTH}`);
  });

  it('reads one from a URL', async () => {
    const server = createServer((request, response) => {
      response.statusCode = request.url === '/openapi.json' ? 200 : 404;
      response.end(JSON.stringify(smallDocument(codes)));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const found = await run('--openapi', `${origin}/openapi.json`, '--strict');
    const missing = await run('--openapi', `${origin}/other.json`);
    await new Promise((resolve) => server.close(resolve));
    expect(found.exitCode).toBe(0);
    expect(missing).toMatchObject({ exitCode: 2, error: expect.stringContaining('HTTP 404') });
  });
});

describe('allowed differences', () => {
  const withoutTalent360 = (d: Document) =>
    delete (
      d.components.schemas.Body.properties.remote_fields.allOf[1] as never as {
        properties: { talent360?: object };
      }
    ).properties.talent360;
  const ROW = 'request_body.remote_fields.talent360 | ours only | object, optional | - |';

  it('are shown with their reason and do not count', async () => {
    const { exitCode, rows } = await run('--openapi', altered(withoutTalent360));
    expect(exitCode).toBe(0);
    expect(rows.find((row) => row.startsWith(ROW))).toMatch(/Ruby SDK/);
  });

  it('count under --strict, and when the list names another change', async () => {
    const path = altered(withoutTalent360);
    const what = 'request_body.remote_fields.talent360';
    const other = file('other.json', [{ what, change: 'theirs only', reason: 'r' }]);
    expect((await run('--openapi', path, '--strict')).exitCode).toBe(1);
    const { exitCode, out } = await run('--openapi', path, '--allow', other);
    expect(exitCode).toBe(1);
    expect(out).toContain(`no longer needed in the allow list: ${what} (theirs only)`);
  });

  it('are pointed out once Kombo has caught up', async () => {
    const { exitCode, out } = await run(
      '--openapi',
      altered(() => undefined),
    );
    expect(out).toContain(
      'no longer needed in the allow list: request_body.remote_fields.talent360',
    );
    expect(exitCode).toBe(0);
  });
});

describe('against the installed SDK', () => {
  it('finds what is ours only today', async () => {
    const { exitCode, rows } = await run('--sdk', '--strict');
    const found = rows.map((row) => row.split(' | ').slice(0, 2).join(': '));
    expect(found).toEqual(
      expect.arrayContaining([
        'x_integration_id: ours only',
        'request_body: changed',
        'request_body.remote_fields.talent360: ours only',
      ]),
    );
    expect(rows[0]).toContain('3 difference(s)');
    expect(exitCode).toBe(1);
  });

  it('is content with the committed allow list', async () => {
    expect(await run('--sdk')).toMatchObject({ exitCode: 0 });
  });
});

describe('usage errors', () => {
  it.each([
    ['nothing to compare with', [], /--openapi or --sdk/],
    ['an unknown flag', ['--sdks'], /--sdks/],
    ['a file that is not there', ['--openapi', '/nowhere.json'], /ENOENT/],
    ['a document that is not JSON', ['--openapi', file('a.yaml', 'openapi: 3.1')], /not JSON/],
    ['another API’s document', ['--openapi', file('b.json', { paths: {} })], /no POST \/ats/],
    [
      'an entry without a reason',
      ['--sdk', '--allow', file('c.json', [{ what: 'x' }])],
      /"reason"/,
    ],
    ['--strict with --allow', ['--sdk', '--strict', '--allow', 'x'], /exclude/],
  ])('%s', async (_what, args, message) => {
    expect(await run(...args)).toMatchObject({
      exitCode: 2,
      out: '',
      error: expect.stringMatching(message),
    });
  });

  it('--help is none', async () => {
    const { exitCode, out } = await run('--help');
    expect(exitCode).toBe(0);
    expect(out).toContain('Usage: drift');
  });
});
