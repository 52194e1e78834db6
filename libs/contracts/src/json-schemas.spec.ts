/** The JSON Schemas say yes and no to the same bodies as the DTO classes. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { validateDto, validateResultLinkBody } from './index.js';
import * as contracts from './index.js';
import * as admin from './admin/index.js';
import * as webhooks from './webhooks/index.js';
import { acceptedBody, hostileBody } from './testing/arbitraries.js';
import { candidateRequest } from './testing/requests.js';

const folder = join(__dirname, '../schemas');
const schemas = new Map(
  readdirSync(folder).map((file) => [
    file.replace('.json', ''),
    JSON.parse(readFileSync(join(folder, file), 'utf8')),
  ]),
);
const ajv = new Ajv2020({ strict: true, strictTypes: false, allErrors: true, unicodeRegExp: true });
addFormats.default(ajv as never);
const bodyVerdict = ajv.compile(schemas.get('PostAtsCandidatesCandidateIDResultLinksRequestBody'));

it.each([...schemas])('%s compiles, names a class and describes every property', (name, schema) => {
  expect(() => ajv.compile(schema)).not.toThrow();
  expect({ ...contracts, ...webhooks, ...admin }).toHaveProperty(name);
  for (const property of Object.values<{ description?: string }>(schema.properties ?? {})) {
    expect(property.description).toEqual(expect.stringMatching(/\w+/));
  }
});

it('agrees with the DTO on what is accepted', () => {
  fc.assert(
    fc.property(acceptedBody, (body) => {
      expect(bodyVerdict(body)).toBe(true);
    }),
    { numRuns: 300 },
  );
});

it('agrees with the DTO on hostile bodies', () => {
  fc.assert(
    fc.property(hostileBody, (body) => {
      expect([bodyVerdict(body), body]).toEqual([validateResultLinkBody(body).ok, body]);
    }),
    { numRuns: 1000 },
  );
});

it('agrees on whole requests', () => {
  const verdict = ajv.compile(schemas.get('PostAtsCandidatesCandidateIDResultLinksRequest'));
  const dto = contracts.PostAtsCandidatesCandidateIDResultLinksRequest;
  for (const change of [
    {},
    { candidate_id: '..' },
    ...['', ' ', '\ufeff', '...', '. ', 'a\n', 'a\x85', 'a\u2028b'].map((id) => ({
      candidate_id: id,
    })),
    { x_integration_id: 'a b' },
    { request_body: null },
    { extra: 1 },
  ]) {
    const request = { ...candidateRequest(), ...change };
    expect([verdict(request), change]).toEqual([validateDto(dto, request).ok, change]);
  }
});

it('keeps every pattern of a property', () => {
  const verdict = ajv.compile(schemas.get('TargetReference'));
  for (const id of ['a', 'a,b', '..', ' ', 'a\n']) {
    const reference = { x_integration_id: 'workday:1', candidate_id: id };
    expect([verdict(reference), id]).toEqual([
      validateDto(contracts.TargetReference, reference).ok,
      id,
    ]);
  }
});

it('lets null be where the contract does, beside a pattern as well', () => {
  const verdict = ajv.compile(schemas.get('UpdateAccountRequest'));
  for (const given of [
    { name: null, base_url: null },
    { limits: { rate: null } },
    { name: 'a\n' },
  ]) {
    const isValid = validateDto(admin.UpdateAccountRequest, given).ok;
    expect([verdict(given), given]).toEqual([isValid, given]);
  }
});
