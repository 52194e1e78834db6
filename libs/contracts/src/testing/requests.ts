/** A complete, valid request for a candidate; every test takes its own copy and breaks it. */
export function candidateRequest(): Record<string, unknown> & {
  request_body: Record<string, unknown>;
} {
  return {
    x_integration_id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
    candidate_id: '3kPq8TnVwXyZ5bRdHjMcLfGs',
    request_body: {
      label: 'Assessment result',
      url: 'https://assessments.example.com/results/42',
      details: {
        custom_field_name_prefix: 'Acme:',
        attributes: [
          { key: 'Score', value: '100%' },
          { key: 'Time', value: '2:30' },
        ],
      },
      remote_fields: {
        icims: { assessment_package_id: 'package-1' },
        oracle: {
          override_document_category: 'MISC',
          multi_post_to_all_current_applications: true,
        },
        greenhouse: { post_headers: { 'On-Behalf-Of': '12345' } },
        workable: { on_behalf_of_user_remote_id: 'user-1' },
        talent360: { user_id: 'user-2' },
      },
    },
  };
}

/** Sets the value at a dotted path, e.g. `request_body.details.attributes.0.value`; `undefined` deletes it. */
export function withValue<T extends object>(request: T, path: string, value: unknown): T {
  const keys = path.split('.');
  const last = keys.pop() as string;
  const parent = keys.reduce(
    (node, key) => node[key] as Record<string, unknown>,
    request as Record<string, unknown>,
  );
  if (value === undefined) {
    delete parent[last];
  } else {
    parent[last] = value;
  }
  return request;
}
