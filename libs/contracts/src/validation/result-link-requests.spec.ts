import '../index.js';
import { PostAtsCandidatesCandidateIDResultLinksRequest } from '../result-links/result-link-request.dto.js';
import { candidateRequest, withValue } from '../testing/requests.js';
import {
  validateApplicationResultLinkRequest,
  validateCandidateResultLinkRequest,
  validateDeliverable,
  validateResultLinkBody,
} from './result-link-requests.js';

/** The errors of a request as `path code`. */
function errorsOf(request: unknown): string[] {
  const result = validateCandidateResultLinkRequest(request);
  return result.ok ? [] : result.errors.map((error) => `${error.path} ${error.code}`);
}

describe('a valid request', () => {
  it('becomes an instance with the same content', () => {
    const result = validateCandidateResultLinkRequest(candidateRequest());
    expect(result.ok && result.value).toBeInstanceOf(
      PostAtsCandidatesCandidateIDResultLinksRequest,
    );
    expect(result.ok && JSON.parse(JSON.stringify(result.value))).toEqual(candidateRequest());
  });

  it('is not changed itself', () => {
    const request = candidateRequest();
    validateCandidateResultLinkRequest(request);
    expect(request).toEqual(candidateRequest());
  });

  it('is serialised in the order of the contract, whatever the order it came in', () => {
    const result = validateResultLinkBody({ url: 'https://a.example', label: 'L' });
    expect(result.ok && JSON.stringify(result.value)).toBe(
      '{"label":"L","url":"https://a.example"}',
    );
  });

  it.each([
    ['the least', { label: 'L', url: 'http://localhost:8080' }],
    [
      'no attributes',
      {
        label: 'L',
        url: 'https://a.example',
        details: { custom_field_name_prefix: 'A', attributes: [] },
      },
    ],
    [
      'an empty attribute value',
      {
        label: 'L',
        url: 'https://a.example',
        details: { custom_field_name_prefix: 'A', attributes: [{ key: 'k', value: '' }] },
      },
    ],
    ['empty remote_fields', { label: 'L', url: 'https://a.example', remote_fields: {} }],
    [
      'On-Behalf-Of null',
      {
        label: 'L',
        url: 'https://a.example',
        remote_fields: { greenhouse: { post_headers: { 'On-Behalf-Of': null } } },
      },
    ],
    [
      'right-to-left text and a lone surrogate',
      { label: 'נתונים \u202e x \ud800', url: 'https://a.example' },
    ],
  ])('may be %s', (_name, body) => {
    const result = validateResultLinkBody(body);
    expect(result).toMatchObject({ ok: true });
    expect(result.ok && JSON.stringify(result.value)).toBe(JSON.stringify(body));
  });

  it('may lack the body, as in Kombo’s own contract', () => {
    expect(errorsOf(withValue(candidateRequest(), 'request_body', undefined))).toEqual([]);
  });

  it('keeps unknown remote_fields at every level and forwards them untouched', () => {
    const remote_fields = {
      brand_new_ats: { a: [1, null, { deep: true }], hasOwnProperty: 'x' },
      icims: { assessment_package_id: 'p', new_key: 7 },
    };
    const result = validateResultLinkBody({ label: 'L', url: 'https://a.example', remote_fields });
    expect(result.ok && JSON.parse(JSON.stringify(result.value.remote_fields))).toEqual(
      remote_fields,
    );
  });
});

describe('a broken request', () => {
  it.each<[string, unknown, string[]]>([
    ['x_integration_id', undefined, ['x_integration_id required']],
    ['x_integration_id', '', ['x_integration_id matches']],
    ['x_integration_id', '   ', ['x_integration_id matches']],
    ['x_integration_id', 'a\r\nX: y', ['x_integration_id matches']],
    ['x_integration_id', 'wörkday:1', ['x_integration_id matches']],
    ['x_integration_id', 5, ['x_integration_id isString']],
    ['x_integration_id', ['a', 'b'], ['x_integration_id isString']],
    ['candidate_id', undefined, ['candidate_id required']],
    ['candidate_id', '', ['candidate_id matches']],
    ['candidate_id', ' \t', ['candidate_id matches']],
    ['candidate_id', '.', ['candidate_id matches']],
    ['candidate_id', '..', ['candidate_id matches']],
    ['candidate_id', '\ud800', ['candidate_id matches']],
    ['candidate_id', 'x'.repeat(513), ['candidate_id maxLength']],
    ['candidate_id', null, ['candidate_id isString']],
    ['request_body', null, ['request_body isObject']],
    ['request_body', 'text', ['request_body isObject']],
    ['request_body', [], ['request_body isObject']],
    ['request_body', [[]], ['request_body isObject']],
    ['request_body.label', undefined, ['request_body.label required']],
    ['request_body.label', '', ['request_body.label isNotEmpty']],
    ['request_body.label', null, ['request_body.label isString']],
    ['request_body.label', 7, ['request_body.label isString']],
    ['request_body.label', {}, ['request_body.label isString']],
    ['request_body.label', 'x'.repeat(4097), ['request_body.label maxLength']],
    ['request_body.url', undefined, ['request_body.url required']],
    ['request_body.url', '', ['request_body.url isHttpUrl']],
    ['request_body.url', true, ['request_body.url isString']],
    ['request_body.details', null, ['request_body.details isObject']],
    ['request_body.details', [], ['request_body.details isObject']],
    ['request_body.details', 'x', ['request_body.details isObject']],
    [
      'request_body.details.custom_field_name_prefix',
      undefined,
      ['request_body.details.custom_field_name_prefix required'],
    ],
    [
      'request_body.details.custom_field_name_prefix',
      '',
      ['request_body.details.custom_field_name_prefix isNotEmpty'],
    ],
    ['request_body.details.attributes', undefined, ['request_body.details.attributes required']],
    ['request_body.details.attributes', {}, ['request_body.details.attributes isArray']],
    [
      'request_body.details.attributes',
      { 0: { key: 'k', value: 'v' } },
      ['request_body.details.attributes isArray'],
    ],
    [
      'request_body.details.attributes',
      [1, { key: 'k', value: 'v' }, null],
      [
        'request_body.details.attributes[0] isObject',
        'request_body.details.attributes[2] isObject',
      ],
    ],
    [
      'request_body.details.attributes',
      [[{ key: 'k', value: 'v' }]],
      ['request_body.details.attributes[0] isObject'],
    ],
    ['request_body.details.attributes', [[]], ['request_body.details.attributes[0] isObject']],
    [
      'request_body.details.attributes.1.value',
      100,
      ['request_body.details.attributes[1].value isString'],
    ],
    [
      'request_body.details.attributes.1.value',
      undefined,
      ['request_body.details.attributes[1].value required'],
    ],
    [
      'request_body.details.attributes.0.key',
      '',
      ['request_body.details.attributes[0].key isNotEmpty'],
    ],
    [
      'request_body.details.attributes',
      Array.from({ length: 1001 }, () => ({ key: 'k', value: 'v' })),
      ['request_body.details.attributes arrayMaxSize'],
    ],
    ['request_body.remote_fields', null, ['request_body.remote_fields isObject']],
    [
      'request_body.remote_fields.oracle.override_document_category',
      'SELFIE',
      ['request_body.remote_fields.oracle.override_document_category isIn'],
    ],
    [
      'request_body.remote_fields.oracle.override_document_category',
      null,
      ['request_body.remote_fields.oracle.override_document_category isIn'],
    ],
    [
      'request_body.remote_fields.oracle.multi_post_to_all_current_applications',
      'true',
      ['request_body.remote_fields.oracle.multi_post_to_all_current_applications isBoolean'],
    ],
    [
      'request_body.remote_fields.greenhouse.post_headers.On-Behalf-Of',
      5,
      ['request_body.remote_fields.greenhouse.post_headers.On-Behalf-Of isString'],
    ],
    [
      'request_body.remote_fields.workable.on_behalf_of_user_remote_id',
      null,
      ['request_body.remote_fields.workable.on_behalf_of_user_remote_id isString'],
    ],
    [
      'request_body.remote_fields.talent360',
      {},
      ['request_body.remote_fields.talent360.user_id required'],
    ],
    ['request_body.surprise', 1, ['request_body.surprise unknownKey']],
    ['request_body.hasOwnProperty', 1, ['request_body.hasOwnProperty unknownKey']],
    [
      'request_body.details.attributes.0.unit',
      '%',
      ['request_body.details.attributes[0].unit unknownKey'],
    ],
    ['request_id', 'x', ['request_id unknownKey']],
    ['request_body.constructor', { prototype: {} }, ['request_body.constructor forbiddenKey']],
    [
      'request_body.label',
      { constructor: { prototype: 1 } },
      ['request_body.label isString', 'request_body.label.constructor forbiddenKey'],
    ],
    [
      'request_body.details.attributes.0',
      { key: 'Score', value: [{ constructor: 'x' }] },
      [
        'request_body.details.attributes[0].value isString',
        'request_body.details.attributes[0].value[0].constructor forbiddenKey',
      ],
    ],
    [
      'request_body.remote_fields.constructor',
      1,
      ['request_body.remote_fields.constructor forbiddenKey'],
    ],
  ])('%s = %j', (path, value, expected) => {
    expect(errorsOf(withValue(candidateRequest(), path, value))).toEqual(expected);
  });

  it.each([
    'javascript:alert(1)',
    'data:text/html,x',
    'ftp://a.example/x',
    '/results/42',
    '//a.example/x',
    'a.example',
    'https://',
    'https:///x',
    'https://user:pw@a.example/',
    'https://user@a.example/',
    ' https://a.example',
    'https://a.example/\nx',
    'https://a.example/ü',
    'https://a.example/a b',
    'http:a.example',
    'https://a.example:99999/',
    'https://a.example/%zz',
    'https://a.example\\@b.example/',
  ])('refuses the URL %j', (url) => {
    expect(errorsOf(withValue(candidateRequest(), 'request_body.url', url))).toEqual([
      'request_body.url isHttpUrl',
    ]);
  });

  it.each([
    'http://a.example',
    'HTTPS://A.example/x',
    'https://[::1]:8080/x?y=1#z',
    'https://a.example/?a[]=1&b=%C3%BC',
    'https://127.0.0.1/x',
    "https://a.example/x;y,z=(1)!*'@:",
  ])('accepts the URL %j', (url) => {
    expect(errorsOf(withValue(candidateRequest(), 'request_body.url', url))).toEqual([]);
  });

  it.each([null, undefined, 5, 'text', [], [{}], true])('%j is not a request', (input) => {
    expect(validateCandidateResultLinkRequest(input)).toEqual({
      ok: false,
      errors: [{ path: '', code: 'isObject', message: 'the request must be an object' }],
    });
  });

  it('reports all broken fields at once', () => {
    const request = candidateRequest();
    withValue(request, 'candidate_id', '');
    withValue(request, 'request_body.url', 'nope');
    withValue(request, 'request_body.details.attributes.0.value', 1);
    withValue(request, 'request_body.more', 1);
    expect(errorsOf(request)).toEqual([
      'candidate_id matches',
      'request_body.url isHttpUrl',
      'request_body.details.attributes[0].value isString',
      'request_body.more unknownKey',
    ]);
  });

  it('refuses __proto__ from parsed JSON, wherever it stands, and pollutes nothing', () => {
    const text =
      '{"label":"L","url":"https://a.example","remote_fields":{"x":{"__proto__":{"polluted":1}}}}';
    expect(validateResultLinkBody(JSON.parse(text))).toMatchObject({
      ok: false,
      errors: [{ path: 'remote_fields.x.__proto__', code: 'forbiddenKey' }],
    });
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  it('survives depth and circles', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`);
    const circle: Record<string, unknown> = {};
    circle.self = circle;
    for (const remote_fields of [deep, circle]) {
      expect(
        validateResultLinkBody({ label: 'L', url: 'https://a.example', remote_fields }),
      ).toMatchObject({
        ok: false,
        errors: [{ code: 'tooDeep' }],
      });
    }
  });

  it('never repeats the value in a message', () => {
    const request = candidateRequest();
    withValue(request, 'request_body.url', 'secret-value');
    withValue(request, 'candidate_id', '..');
    const result = validateCandidateResultLinkRequest(request);
    expect(JSON.stringify(result)).not.toContain('secret-value');
  });
});

describe('a request that is to be delivered', () => {
  it('needs a body, and says which fields of it', () => {
    const result = validateDeliverable(PostAtsCandidatesCandidateIDResultLinksRequest, {
      x_integration_id: 'a:b',
      candidate_id: 'c',
    });
    expect(result.ok ? [] : result.errors.map((error) => error.path)).toEqual([
      'request_body.label',
      'request_body.url',
    ]);
  });
});

describe('an application’s request', () => {
  it('wants application_id, not candidate_id', () => {
    const { candidate_id, ...rest } = candidateRequest();
    expect(
      validateApplicationResultLinkRequest({ ...rest, application_id: candidate_id }),
    ).toMatchObject({ ok: true });
    const result = validateApplicationResultLinkRequest(candidateRequest());
    expect(result.ok ? [] : result.errors.map((error) => `${error.path} ${error.code}`)).toEqual([
      'application_id required',
      'candidate_id unknownKey',
    ]);
  });
});
