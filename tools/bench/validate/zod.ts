import { z } from 'zod';

/**
 * The body's rules as somebody would write them with zod 4: those of the contract's JSON Schema, unknown
 * keys an error but in `remote_fields`, where they are kept.
 */
const text = (most: number) => z.string().min(1).max(most);
const HTTP_URL =
  /^https?:\/\/(?:[a-z0-9\-._~!$&'()*+,;=:[\]]|%[0-9a-f]{2})+(?:[/?#](?:[a-z0-9\-._~:/?#[\]@!$&'()*+,;=]|%[0-9a-f]{2})*)?$/i;

const remoteFields = z.looseObject({
  icims: z.looseObject({ assessment_package_id: z.string().optional() }).optional(),
  oracle: z
    .looseObject({
      override_document_category: z
        .enum(['IRC_CANDIDATE_RESUME', 'IRC_CANDIDATE_COVERLETTER', 'MISC', 'IRC_INTERNAL'])
        .optional(),
      multi_post_to_all_current_applications: z.boolean().optional(),
    })
    .optional(),
  greenhouse: z
    .looseObject({
      post_headers: z.looseObject({ 'On-Behalf-Of': z.string().nullish() }).optional(),
    })
    .optional(),
  workable: z.looseObject({ on_behalf_of_user_remote_id: z.string().optional() }).optional(),
  talent360: z.looseObject({ user_id: z.string().min(1) }).optional(),
});

export const bodySchema = z.strictObject({
  label: text(4_096),
  url: z.string().max(16_384).regex(HTTP_URL),
  details: z
    .strictObject({
      custom_field_name_prefix: text(4_096),
      attributes: z
        .array(z.strictObject({ key: text(4_096), value: z.string().max(65_536) }))
        .max(1_000),
    })
    .optional(),
  remote_fields: remoteFields.optional(),
});
