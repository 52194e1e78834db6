import { caught } from '../../testing/caught.js';
import type { SendOptions } from './options.js';
import type { RequestDraft } from './input-file.js';
import { buildRequest } from './request.js';

const FLAGS: SendOptions = {
  integration: 'workday:abc',
  candidate: 'c1',
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
};
const BODY = { label: 'From file', url: 'https://example.com/file' };

const fieldsOf = async (options: SendOptions, draft: RequestDraft = {}) => {
  const error = await caught(() => buildRequest(options, draft));
  expect(error.exit).toBe('usage');
  expect(error.details.reason).toBe('invalid_input');
  return (error.details.fields ?? []).map(({ path, flag, code }) => [path, flag, code]);
};

describe('buildRequest', () => {
  it('builds a request for a candidate from flags', () => {
    expect(buildRequest(FLAGS, {})).toEqual({
      target: 'candidate',
      request: {
        x_integration_id: 'workday:abc',
        candidate_id: 'c1',
        request_body: { label: FLAGS.label, url: FLAGS.url },
      },
    });
  });

  it('builds a request for an application with all there is', () => {
    const { candidate: _candidate, ...rest } = FLAGS;
    const link = buildRequest(
      {
        ...rest,
        application: 'a1',
        prefix: 'Acme:',
        attribute: ['Score=100%', 'Formula=a=b', 'Empty='],
        remoteFields: '{"talent360":{"user_id":"7"},"new_ats":{"x":[1]}}',
      },
      {},
    );

    expect(link).toEqual({
      target: 'application',
      request: {
        x_integration_id: 'workday:abc',
        application_id: 'a1',
        request_body: {
          label: FLAGS.label,
          url: FLAGS.url,
          details: {
            custom_field_name_prefix: 'Acme:',
            attributes: [
              { key: 'Score', value: '100%' },
              { key: 'Formula', value: 'a=b' },
              { key: 'Empty', value: '' },
            ],
          },
          remote_fields: { talent360: { user_id: '7' }, new_ats: { x: [1] } },
        },
      },
    });
  });

  describe('puts flags over a file', () => {
    const file = {
      x_integration_id: 'lever:file',
      application_id: 'a-file',
      request_body: {
        ...BODY,
        details: { custom_field_name_prefix: 'File:', attributes: [{ key: 'Old', value: '1' }] },
      },
    };

    it('which stays as it is without flags', () => {
      expect(buildRequest({}, file)).toEqual({ target: 'application', request: file });
    });

    it('field by field', () => {
      const { request } = buildRequest({ label: 'Flag', attribute: ['New=2'] }, file);

      expect(request.request_body).toEqual({
        label: 'Flag',
        url: BODY.url,
        details: { custom_field_name_prefix: 'File:', attributes: [{ key: 'New', value: '2' }] },
      });
    });

    it('the prefix alone without losing the attributes', () => {
      const { request } = buildRequest({ prefix: 'Flag:' }, file);

      expect(request.request_body.details).toEqual({
        custom_field_name_prefix: 'Flag:',
        attributes: [{ key: 'Old', value: '1' }],
      });
    });

    it('and replaces the target as a whole', () => {
      expect(buildRequest({ candidate: 'c-flag', integration: 'lever:flag' }, file)).toMatchObject({
        target: 'candidate',
        request: { x_integration_id: 'lever:flag', candidate_id: 'c-flag' },
      });
      expect(buildRequest({ candidate: 'c-flag' }, file).request).not.toHaveProperty(
        'application_id',
      );
    });
  });

  describe('refuses', () => {
    it('everything that is missing, at once', async () => {
      expect(await fieldsOf({})).toEqual([
        ['candidate_id', '--candidate or --application', 'exactlyOne'],
        ['x_integration_id', '--integration', 'required'],
        ['request_body.label', '--label', 'required'],
        ['request_body.url', '--url', 'required'],
      ]);
    });

    it('two targets', async () => {
      expect(await fieldsOf({ ...FLAGS, application: 'a1' })).toEqual([
        ['candidate_id', '--candidate or --application', 'exactlyOne'],
      ]);
      expect(
        await fieldsOf({}, { ...FLAGS, candidate_id: 'c', application_id: 'a' }),
      ).toContainEqual(['candidate_id', '--candidate or --application', 'exactlyOne']);
    });

    it('every broken attribute by its number', async () => {
      const attribute = ['Score=1', 'no separator', '=no name'];

      expect(await fieldsOf({ ...FLAGS, prefix: 'Acme:', attribute })).toEqual([
        ['request_body.details.attributes[1]', '--attribute, number 2', 'attributeFormat'],
        ['request_body.details.attributes[2].key', '--attribute, number 3', 'isNotEmpty'],
      ]);
    });

    it('attributes without a prefix', async () => {
      expect(await fieldsOf({ ...FLAGS, attribute: ['Score=1'] })).toEqual([
        ['request_body.details.custom_field_name_prefix', '--prefix', 'required'],
      ]);
    });

    it.each([
      ['{', 'json'],
      ['[]', 'isObject'],
      ['"x"', 'isObject'],
    ])('--remote-fields %s', async (remoteFields, code) => {
      expect(await fieldsOf({ ...FLAGS, remoteFields })).toEqual([
        ['request_body.remote_fields', '--remote-fields', code],
      ]);
    });

    it.each([
      [{ label: '' }, 'request_body.label'],
      [{ url: 'javascript:alert(1)' }, 'request_body.url'],
      [{ url: 'https://user:pass@example.com/' }, 'request_body.url'],
      [{ candidate: '' }, 'candidate_id'],
      [{ candidate: '..' }, 'candidate_id'],
      [{ integration: 'with space' }, 'x_integration_id'],
    ])('%j', async (flags, path) => {
      expect((await fieldsOf({ ...FLAGS, ...flags })).map(([broken]) => broken)).toEqual([path]);
    });

    it.each<[string, RequestDraft, string]>([
      [
        'an unknown key in the body',
        { request_body: { ...BODY, lable: 'x' } },
        'request_body.lable',
      ],
      ['an unknown key beside it', { request_body: BODY, label: 'x' }, 'label'],
      ['a body that is no object', { request_body: 'x' }, 'request_body'],
      [
        'details that are no object',
        { request_body: { ...BODY, details: 'x' } },
        'request_body.details',
      ],
      [
        'a number as a value',
        {
          request_body: {
            ...BODY,
            details: { custom_field_name_prefix: 'A:', attributes: [{ key: 'Score', value: 100 }] },
          },
        },
        'request_body.details.attributes[0].value',
      ],
    ])('%s of the file, also under flags', async (_what, draft, path) => {
      const flags = { integration: 'a:b', candidate: 'c' };

      expect((await fieldsOf({ ...flags, prefix: 'B:' }, draft)).map(([broken]) => broken)).toEqual(
        [path],
      );
      expect((await fieldsOf(flags, draft)).map(([broken]) => broken)).toEqual([path]);
    });
  });
});
