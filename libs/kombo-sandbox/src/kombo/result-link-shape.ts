import type { OracleDocumentCategory } from '@result-links/contracts';
import type { Shape } from './shape.js';

const string: Shape = { type: 'string' };

// A record, so that a category added to the contract fails to compile here. The values themselves
// are not imported: that would load the validators of the contract, 0.2 s of a start.
const documentCategories: Record<OracleDocumentCategory, true> = {
  IRC_CANDIDATE_RESUME: true,
  IRC_CANDIDATE_COVERLETTER: true,
  MISC: true,
  IRC_INTERNAL: true,
};

/**
 * The body of a result link as **Kombo** checks it, which is laxer than this product's own contract:
 * empty strings, any URI scheme and unknown keys pass. The same for candidates and applications.
 * Source: Kombo OpenAPI document, 2026-05-02; `talent360`: Kombo Ruby SDK 1.2.8, 2026-08-13.
 */
export const RESULT_LINK_SHAPE: Shape = {
  type: 'object',
  required: ['label', 'url'],
  properties: {
    label: string,
    url: { type: 'string', format: 'uri' },
    details: {
      type: 'object',
      required: ['custom_field_name_prefix', 'attributes'],
      properties: {
        custom_field_name_prefix: string,
        attributes: {
          type: 'array',
          items: {
            type: 'object',
            required: ['key', 'value'],
            properties: { key: string, value: string },
          },
        },
      },
    },
    remote_fields: {
      type: 'object',
      properties: {
        icims: { type: 'object', properties: { assessment_package_id: string } },
        oracle: {
          type: 'object',
          properties: {
            override_document_category: {
              type: 'string',
              oneOf: Object.keys(documentCategories),
            },
            multi_post_to_all_current_applications: { type: 'boolean' },
          },
        },
        greenhouse: {
          type: 'object',
          properties: {
            post_headers: {
              type: 'object',
              properties: { 'On-Behalf-Of': { type: 'string', nullable: true } },
            },
          },
        },
        workable: { type: 'object', properties: { on_behalf_of_user_remote_id: string } },
        talent360: { type: 'object', required: ['user_id'], properties: { user_id: string } },
      },
    },
  },
};
