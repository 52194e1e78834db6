/** The JSON Schema of a result link in Python, by the package `jsonschema`. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';

const valid = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42?a=%C3',
};
const details = {
  custom_field_name_prefix: 'Acme:',
  attributes: [{ key: 'Score', value: '97 %' }],
};

const BODIES: [body: object, isAccepted: boolean][] = [
  [valid, true],
  [{ ...valid, details }, true],
  [{ ...valid, remote_fields: { another_ats: { key: [1] }, oracle: {} } }, true],
  [{ ...valid, url: 'results/42' }, false],
  [{ ...valid, url: 'https://u:p@a.example' }, false],
  [{ ...valid, url: `${valid.url}\n` }, false],
  [{ ...valid, label: '' }, false],
  [{ ...valid, surprise: 1 }, false],
  [{ ...valid, details: { ...details, attributes: [{ key: 'Score', value: 97 }] } }, false],
  [{ ...valid, remote_fields: { talent360: {} } }, false],
  [{ label: 'Assessment result' }, false],
];

const SCHEMA = join(
  __dirname,
  '../../libs/contracts/schemas/PostAtsCandidatesCandidateIDResultLinksRequestBody.json',
);

it('Python gives the same verdicts', () => {
  const program = `
import json, sys
from jsonschema import Draft202012Validator
with open(sys.argv[1], encoding="utf-8") as file:
    schema = json.load(file)
Draft202012Validator.check_schema(schema)
validator = Draft202012Validator(schema)
print(json.dumps([validator.is_valid(body) for body in json.load(sys.stdin)]))`;
  const verdicts = execFileSync('python3', ['-c', program, SCHEMA], {
    input: JSON.stringify(BODIES.map(([body]) => body)),
    encoding: 'utf8',
  });
  expect(JSON.parse(verdicts)).toEqual(BODIES.map(([, isAccepted]) => isAccepted));
});
