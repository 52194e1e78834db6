/** Every engine gives the same verdict on texts by the patterns of the published schemas. */
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { RE2JS } from 're2js';
import { patternSchema } from './portable-patterns.ts';

const schemas = join(__dirname, '../../libs/contracts/schemas');
const document = join(__dirname, '../../apps/api/openapi.json');

/** A schema of texts, as far as regular expressions are concerned. */
interface TextRule {
  pattern: string;
  refused: string[];
}

const rules = new Map<string, TextRule>();
for (const file of [...readdirSync(schemas).map((name) => join(schemas, name)), document]) {
  JSON.parse(readFileSync(file, 'utf8'), (_key, value) => {
    if (typeof value?.pattern === 'string' && value.not !== undefined) {
      const refused = [value.not, ...(value.not.anyOf ?? [])].flatMap(
        ({ pattern }) => pattern ?? [],
      );
      rules.set(value.pattern + refused, { pattern: value.pattern, refused });
    }
    return value;
  });
}

const texts = [
  'https://a.example/x?y=%C3#z',
  'https://u:p@a.example/',
  'https://a.example/[x]',
  'https://a.example/%G0',
  'workday:HWUTwvyx2wLoSUHphiWVrp28',
  'ada@example.com',
  'acme-eu',
  '10/s',
  '10/x',
  '٣/s',
  '019ab3c4-5d6e-7f80-9a1b-2c3d4e5f6071',
  'a,b',
  'Ünïcode 名前 👍',
  '.',
  '..',
  '...',
  '',
  'a b',
  ...['\n', '\r', '\r\n', '\t', '\v', '\f', '\0', '\x1c', '\x1f', ' ', '\x7f', '\x85', '\xa0'],
  ...['\u1680', '\u180e', '\u2007', '\u2028', '\u2029', '\u202f', '\u3000', '\ufeff', '\u200b'],
].flatMap((text) => [
  text,
  ...['https://a.example', 'workday:1', 'ada@example.com', 'acme', '10/s', 'a'].flatMap((before) =>
    text.length < 3 ? [before + text, text + before, `${before}${text}b`] : [],
  ),
]);

type Engine = (pattern: string) => (text: string) => boolean;

const verdicts = (engine: Engine) =>
  [...rules.values()].map(({ pattern, refused }) => {
    const matches = engine(pattern);
    const refusals = refused.map(engine);
    return texts.map((text) => matches(text) && !refusals.some((refuses) => refuses(text)));
  });

const javascript = verdicts((pattern) => {
  const compiled = new RegExp(pattern, 'u');
  return (text) => compiled.test(text);
});

it('JavaScript accepts some texts and refuses others, by every pattern', () => {
  expect(rules.size).toBeGreaterThan(7);
  for (const row of javascript) expect(new Set(row)).toEqual(new Set([true, false]));
});

it('JavaScript without the u flag', () => {
  const old = verdicts((pattern) => {
    const compiled = new RegExp(pattern);
    return (text) => compiled.test(text);
  });
  expect(old).toEqual(javascript);
});

it('RE2, the engine of Go', () => {
  const re2 = verdicts((pattern) => {
    const compiled = RE2JS.compile(pattern);
    return (text) => compiled.matcher(text).find();
  });
  expect(re2).toEqual(javascript);
});

it('Python', () => {
  const program = `
import { readFileSync } from 'node:fs';
import { loadPyodide } from 'pyodide';
const python = await loadPyodide();
python.globals.set('given', readFileSync(0, 'utf8'));
console.log(python.runPython(\`
import json, re
given = json.loads(given)
json.dumps([[bool(re.search(rule["pattern"], text)) and not any(re.search(p, text) for p in rule["refused"])
  for text in given["texts"]] for rule in given["rules"]])\`));`;
  // In a process of its own: Python cannot be unloaded.
  const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    cwd: __dirname,
    input: JSON.stringify({ rules: [...rules.values()], texts }),
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  expect(JSON.parse(stdout)).toEqual(javascript);
});

it.each([/^(?=a)b$/, /^\w+$/, /^(a)\1$/, /^[^\p{L}]$/u])(
  '%s does not get into a schema',
  (rule) => {
    expect(() => patternSchema(rule)).toThrow('Not every engine can read');
  },
);
