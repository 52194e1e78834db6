const string = { type: 'string' };

const LATER_FIELDS = object({
  greenhouse: object({
    post_headers: object({ 'On-Behalf-Of': { type: 'string', nullable: true } }),
  }),
  workable: object({ on_behalf_of_user_remote_id: string }),
  talent360: object({ user_id: string }, ['user_id']),
});

/** A small OpenAPI document that says the same as our contract, in Kombo's way of writing it. */
export function smallDocument(errorCodes: readonly string[]) {
  const schemas = {
    Body: object(
      {
        label: string,
        url: { type: 'string', format: 'uri' },
        details: object(
          {
            custom_field_name_prefix: string,
            attributes: {
              type: 'array',
              items: object({ key: string, value: string as object }, ['key', 'value']),
            },
          },
          ['custom_field_name_prefix', 'attributes'],
        ),
        remote_fields: {
          allOf: [{ $ref: '#/components/schemas/Some' }, structuredClone(LATER_FIELDS)],
        },
      },
      ['label', 'url'],
    ),
    Some: object({
      icims: object({ assessment_package_id: string }),
      oracle: object({
        override_document_category: {
          type: 'string',
          enum: ['IRC_CANDIDATE_RESUME', 'IRC_CANDIDATE_COVERLETTER', 'MISC', 'IRC_INTERNAL'],
        },
        multi_post_to_all_current_applications: { type: 'boolean' },
      }),
    }),
  };
  const errors = {
    content: {
      'application/json': {
        schema: object({
          error: object({
            code: { type: ['string', 'null'], enum: [...errorCodes, null] as unknown[] },
          }),
        }),
      },
    },
  };
  const post = (id: string) => ({
    parameters: [
      { in: 'header', name: 'X-Integration-Id', required: true, schema: string },
      { in: 'path', name: id, required: true, schema: string },
    ] as object[],
    requestBody: {
      content: { 'application/json': { schema: { $ref: '#/components/schemas/Body' } } },
    },
    responses: { 200: {}, default: { $ref: '#/components/responses/Errors' } },
  });
  return {
    openapi: '3.1.0',
    paths: {
      '/ats/candidates/{candidate_id}/result-links': { post: post('candidate_id') },
      '/ats/applications/{application_id}/result-links': { post: post('application_id') },
    },
    components: { schemas, responses: { Errors: errors } },
  };
}

function object<P extends object>(properties: P, required: string[] = []) {
  return { type: 'object', properties, required };
}
