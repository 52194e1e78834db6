/** Compiles every JSON Schema of the package, and holds one against the DTO on generated bodies. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { validateResultLinkBody } from '@result-links/contracts';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';

const BODY = 'PostAtsCandidatesCandidateIDResultLinksRequestBody';
const body = fileURLToPath(import.meta.resolve(`@result-links/contracts/schemas/${BODY}.json`));
const ajv = new Ajv2020({ strict: true, strictTypes: false, unicodeRegExp: true });
addFormats.default(ajv);
const files = readdirSync(dirname(body));
const verdicts = new Map(
  files.map((file) => [file, ajv.compile(JSON.parse(readFileSync(`${dirname(body)}/${file}`)))]),
);

/** Mostly what is accepted, and now and then something else. */
const mostly = (good, ...others) =>
  fc.oneof({ weight: 15, arbitrary: good }, fc.constantFrom(...others, 1, null, [], {}));
const text = mostly(fc.string({ minLength: 1 }), '', ' ');
const attributes = fc.array(fc.record({ key: text, value: text }), { maxLength: 2 });
const remoteFields = fc.record(
  {
    oracle: fc.record({ override_document_category: mostly(fc.constant('MISC'), 'OTHER') }),
    greenhouse: fc.record({ post_headers: fc.record({ 'On-Behalf-Of': text }) }),
    talent360: mostly(fc.record({ user_id: text })),
    // Keys such as __proto__ are refused at every depth, which a schema cannot say of unknown values.
    another_ats: fc
      .jsonValue()
      .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value))),
  },
  { requiredKeys: [] },
);
const complete = {
  label: text,
  url: mostly(fc.webUrl(), '/results/42', 'javascript:alert(1)', 'https://u:p@a.example', ''),
  details: mostly(
    fc.record({ custom_field_name_prefix: text, attributes: mostly(attributes, [[]]) }),
    { custom_field_name_prefix: 'Acme:' },
  ),
  remote_fields: mostly(remoteFields),
};
const bodies = fc.oneof(
  { weight: 4, arbitrary: fc.record(complete, { requiredKeys: ['label', 'url'] }) },
  fc.record({ ...complete, surprise: text }, { requiredKeys: [] }),
);

const tally = { accepted: 0, refused: 0 };
fc.assert(
  fc.property(bodies, (generated) => {
    // Both see what a parser makes of the wire: no `undefined`, no own class.
    const input = JSON.parse(JSON.stringify(generated));
    const { ok } = validateResultLinkBody(input);
    tally[ok ? 'accepted' : 'refused'] += 1;
    return verdicts.get(`${BODY}.json`)(input) === ok;
  }),
  { numRuns: 3000 },
);
console.log(JSON.stringify({ schemas: files.length, ...tally }));
