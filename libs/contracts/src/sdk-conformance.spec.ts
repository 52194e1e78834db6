/**
 * Holds the contract against the official SDK (@kombo-api/sdk), which nobody here wrote: what we
 * accept, the SDK's outbound schema accepts, and both put the same bytes on the wire.
 */
import * as sdk from '@kombo-api/sdk/models';
import fc from 'fast-check';
import { KOMBO_ERROR_CODES, validateResultLinkBody } from './index.js';
import { acceptedBody } from './testing/arbitraries.js';

const SDK_SERIALISERS = {
  candidates: sdk.postAtsCandidatesCandidateIdResultLinksRequestBodyToJSON,
  applications: sdk.postAtsApplicationsApplicationIdResultLinksRequestBodyToJSON,
};

/** The SDK names one field differently in code than on the wire. */
function asSdkInput(body: unknown): never {
  return JSON.parse(JSON.stringify(body).replaceAll('"On-Behalf-Of":', '"on_behalf_of":')) as never;
}

describe.each(Object.entries(SDK_SERIALISERS))(
  'the SDK’s outbound schema for %s',
  (_route, toJson) => {
    it('accepts what we accept and serialises it to the same bytes', () => {
      fc.assert(
        fc.property(acceptedBody, (body) => {
          const result = validateResultLinkBody(body);
          expect(result).toMatchObject({ ok: true });
          if (result.ok) {
            expect(JSON.stringify(result.value)).toBe(toJson(asSdkInput(body)));
          }
        }),
        { numRuns: 500 },
      );
    });

    // Every difference that is on purpose, one by one.
    describe('is laxer on purpose in', () => {
      const valid = { label: 'L', url: 'https://a.example' };
      const details = { custom_field_name_prefix: 'A:', attributes: [{ key: 'k', value: 'v' }] };
      it.each([
        ['relative URLs', { ...valid, url: '/results/42' }],
        ['javascript: URLs', { ...valid, url: 'javascript:alert(1)' }],
        ['URLs with credentials', { ...valid, url: 'https://user:pw@a.example' }],
        ['URLs with characters that have to be encoded', { ...valid, url: 'https://a.example/ü' }],
        ['an empty label', { ...valid, label: '' }],
        ['an empty prefix', { ...valid, details: { ...details, custom_field_name_prefix: '' } }],
        [
          'an empty attribute key',
          { ...valid, details: { ...details, attributes: [{ key: '', value: 'v' }] } },
        ],
        ['unknown keys, which it drops', { ...valid, surprise: 1 }],
        ['longer texts than memory should hold', { ...valid, label: 'x'.repeat(5000) }],
      ])('%s', (_difference, body) => {
        expect(() => toJson(body as never)).not.toThrow();
        expect(validateResultLinkBody(body)).toMatchObject({ ok: false });
      });
    });

    it('drops remote fields it does not know; we forward them', () => {
      const body = {
        label: 'L',
        url: 'https://a.example',
        remote_fields: { talent360: { user_id: 'u' }, new_ats: { key: 1 } },
      };
      const result = validateResultLinkBody(body);
      expect(result.ok && JSON.parse(JSON.stringify(result.value))).toEqual(body);
      expect(JSON.parse(toJson(body as never)).remote_fields).toEqual({});
    });
  },
);

it('has the SDK’s error codes, no more, no fewer', () => {
  const codes = Object.values(sdk.KomboAtsErrorCode);
  expect(codes.sort()).toEqual([...KOMBO_ERROR_CODES].sort());
});
