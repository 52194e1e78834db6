import fc from 'fast-check';
import { canonicalJson, contentHash, type Content } from './content-hash.js';

const content: Content = {
  integrationId: 'workday:1',
  target: { type: 'candidate', id: 'c1' },
  body: {
    label: 'Result',
    url: 'https://example.com/1',
    details: { custom_field_name_prefix: 'Acme:', attributes: [{ key: 'Score', value: '97' }] },
  },
};

describe('the content hash', () => {
  it('is the same on every machine and in every version', () => {
    expect(contentHash(content)).toBe(
      '5098fa4507a9cf8550933ef06d474cc6cd76da4c39c01e8c6d09e089ff9b3d78',
    );
  });

  it('does not depend on the order of keys, nor on keys that are undefined', () => {
    const { label, url, details } = content.body;
    const body = { details, remote_fields: undefined, url, label };
    expect(contentHash({ ...content, body })).toBe(contentHash(content));
  });

  it.each<[string, Partial<Content>]>([
    ['integration', { integrationId: 'workday:2' }],
    ['kind of target', { target: { type: 'application', id: 'c1' } }],
    ['target', { target: { type: 'candidate', id: 'c2' } }],
    ['label', { body: { ...content.body, label: 'Result ' } }],
    ['details', { body: { ...content.body, details: undefined } }],
  ])('depends on the %s', (_name, other) => {
    expect(contentHash({ ...content, ...other })).not.toBe(contentHash(content));
  });

  it('cannot be fooled by moving text from one field to the next', () => {
    const a = { ...content, integrationId: 'a', target: { type: 'candidate' as const, id: 'b,c' } };
    const b = { ...content, integrationId: 'a,b', target: { type: 'candidate' as const, id: 'c' } };
    expect(contentHash(a)).not.toBe(contentHash(b));
  });

  it('tells lone surrogates apart', () => {
    const hashOf = (label: string) => contentHash({ ...content, body: { ...content.body, label } });
    expect(new Set(['\ud800', '\udfff', '\ufffd', '😀'].map(hashOf)).size).toBe(4);
  });
});

describe('canonical JSON', () => {
  it('says the same as JSON does, with sorted keys', () => {
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 4, stringUnit: 'binary' }), (value) => {
        const text = canonicalJson(value);
        expect(JSON.parse(text)).toEqual(JSON.parse(JSON.stringify(value)));
        expect(canonicalJson(reversed(value))).toBe(text);
      }),
    );
  });

  it('keeps keys that mean something to JavaScript', () => {
    const value = JSON.parse('{"b":1,"__proto__":{"a":2},"constructor":3}') as unknown;
    expect(canonicalJson(value)).toBe('{"__proto__":{"a":2},"b":1,"constructor":3}');
  });
});

/** The same value with the keys of every object in reverse order. */
function reversed(value: unknown): unknown {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([key, member]) => [key, reversed(member)]));
}
