import fc from 'fast-check';

/** Texts that have broken programs before: markup, escapes, encodings, lengths, names of properties. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  'a\u0000b',
  '\ud800',
  '\u202eevil',
  '\ufeff',
  '\r\nSet-Cookie: a=b',
  '\u001b[2J',
  '💥'.repeat(200),
  'x'.repeat(600),
  'x'.repeat(20_000),
  '../../../etc/passwd',
  '%00',
  '%',
  '%ff',
  '%25',
  "' or '1'='1",
  '"; drop table result_links.deliveries; --',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '__proto__',
  'constructor',
  'toString',
  'null',
  'undefined',
  'NaN',
  '-1',
  '1e999',
  '9'.repeat(400),
  '00000000-0000-0000-0000-000000000000',
  'javascript:alert(1)',
  'http://user:password@a.example',
  'http://[::1]:99999/',
  'https://a.example/' + 'p'.repeat(5_000),
  '2026-02-30T25:61:61Z',
  '+275760-09-13T00:00:00.001Z',
  'P1Y',
];

/** Any text, rather a nasty one. */
export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_TEXTS) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 40 }) },
  { weight: 1, arbitrary: fc.string({ unit: 'grapheme', maxLength: 40 }) },
);

/** A value that is not what anybody has asked for. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  hostileText,
  fc.constantFrom<unknown>(null, true, false, 0, -0, -1, 1.5, 1e308, 2 ** 53, -(2 ** 63)),
  fc.constantFrom<unknown>([], {}, [[]], [null], { toString: 1 }, { length: -1 }, { then: 1 }),
  fc.constant(JSON.parse('{"__proto__":{"isAdmin":true},"constructor":{"prototype":1}}')),
  fc.jsonValue({ maxDepth: 4 }),
);

/** Bytes that are no JSON, or JSON of an awkward kind. */
export const brokenJson: fc.Arbitrary<Buffer> = fc.oneof(
  fc.constantFrom(
    ...['', '{', '{"a":', '[1,]', 'nul', "{'a':1}", '{"a":1}{"b":2}', '"\\ud800"', '1e999'].map(
      (text) => Buffer.from(text),
    ),
    Buffer.from(`{"label":"a","label":"b","url":"https://a.example"}`),
    Buffer.from('['.repeat(100_000)),
    Buffer.from(`${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`),
    Buffer.from([0xff, 0xfe, 0x7b, 0x00]),
    Buffer.from([0x7b, 0x22, 0xc3, 0x28, 0x22, 0x3a, 0x31, 0x7d]),
    Buffer.from([0x1f, 0x8b, 0x08, 0x00, 0x00]),
    Buffer.alloc(1_100_000, 0x20),
  ),
  fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
);
