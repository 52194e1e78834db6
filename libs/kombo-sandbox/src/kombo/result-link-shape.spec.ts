import { KOMBO_ERROR_CODES, ORACLE_DOCUMENT_CATEGORIES } from '@result-links/contracts';
import { BODY } from '../testing/post.js';
import { ERROR_TABLE, errorFacts } from './error-table.js';
import { RESULT_LINK_SHAPE } from './result-link-shape.js';
import { findFaults } from './shape.js';

const faults = (body: unknown) => findFaults(RESULT_LINK_SHAPE, body);

describe('the body as Kombo checks it', () => {
  it.each([
    ['the example', BODY],
    ['the least', { label: '', url: 'mailto:a@b.example' }],
    ['unknown keys', { ...BODY, application_id: 'x', remote_fields: { newats: { a: 1 } } }],
    ['no attributes', { ...BODY, details: { custom_field_name_prefix: '', attributes: [] } }],
    [
      'a null actor',
      { ...BODY, remote_fields: { greenhouse: { post_headers: { 'On-Behalf-Of': null } } } },
    ],
    ['keys of Object.prototype', JSON.parse('{"label":"a","url":"b:c","__proto__":{"label":1}}')],
  ])('lets %s through', (_what, body) => {
    expect(faults(body)).toEqual([]);
  });

  it.each([
    [[], ['body must be an object']],
    [null, ['body must be an object']],
    ['text', ['body must be an object']],
    [{}, ['body.label is required', 'body.url is required']],
    [{ label: 1, url: null }, ['body.label must be a string', 'body.url must be a string']],
    [{ ...BODY, url: 'not a url' }, ['body.url must be a URI']],
    [{ ...BODY, url: '/relative' }, ['body.url must be a URI']],
    [{ ...BODY, url: 'https://exa mple.com' }, ['body.url must be a URI']],
    [{ ...BODY, url: 'https://' }, ['body.url must be a URI']],
    [{ ...BODY, details: null }, ['body.details must be an object']],
    [
      { ...BODY, details: {} },
      ['body.details.custom_field_name_prefix is required', 'body.details.attributes is required'],
    ],
    [
      {
        ...BODY,
        details: { custom_field_name_prefix: 'a', attributes: [{ key: 'a', value: 1 }, 'b'] },
      },
      [
        'body.details.attributes[0].value must be a string',
        'body.details.attributes[1] must be an object',
      ],
    ],
    [
      { ...BODY, remote_fields: { oracle: { override_document_category: 'CV' } } },
      [
        'body.remote_fields.oracle.override_document_category must be one of ' +
          ORACLE_DOCUMENT_CATEGORIES.join(', '),
      ],
    ],
    [
      { ...BODY, remote_fields: { oracle: { multi_post_to_all_current_applications: 'yes' } } },
      ['body.remote_fields.oracle.multi_post_to_all_current_applications must be a boolean'],
    ],
    [
      { ...BODY, remote_fields: { talent360: {} } },
      ['body.remote_fields.talent360.user_id is required'],
    ],
  ])('refuses %j', (body, expected) => {
    expect(faults(body)).toEqual(expected);
  });
});

describe('the table of codes', () => {
  it('has exactly the documented ones', () => {
    expect(Object.keys(ERROR_TABLE).sort()).toEqual([...KOMBO_ERROR_CODES].sort());
  });

  it('falls back to 500 for codes that Kombo may add', () => {
    expect(errorFacts('REMOTE.BRAND_NEW').status).toBe(500);
    expect(errorFacts('constructor').status).toBe(500);
    expect(errorFacts(null).status).toBe(500);
  });
});
