import fc from 'fast-check';

/** Any text, with lone surrogates, controls and right-to-left marks; not empty. */
const text = fc.string({ unit: 'binary', minLength: 1, maxLength: 30 });
const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });

const url = fc.webUrl({ withQueryParameters: true, withFragments: true });

const attribute = fc.record({
  key: text,
  value: fc.string({ unit: 'binary', maxLength: 30 }),
});

/** Remote fields that the official SDK knows as well. */
export const sharedRemoteFields = fc.record(
  {
    icims: fc.record({ assessment_package_id: text }, { requiredKeys: [] }),
    oracle: fc.record(
      {
        override_document_category: fc.constantFrom(
          'IRC_CANDIDATE_RESUME',
          'IRC_CANDIDATE_COVERLETTER',
          'MISC',
          'IRC_INTERNAL',
        ),
        multi_post_to_all_current_applications: fc.boolean(),
      },
      { requiredKeys: [] },
    ),
    greenhouse: fc.record(
      {
        post_headers: fc.record(
          { 'On-Behalf-Of': fc.option(text, { nil: null }) },
          { requiredKeys: [] },
        ),
      },
      { requiredKeys: [] },
    ),
    workable: fc.record({ on_behalf_of_user_remote_id: text }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

/** Result links in any order of keys that the contract accepts, with fields the SDK knows as well. */
export const acceptedBody = fc
  .record({
    remote_fields: optional(sharedRemoteFields),
    details: optional(
      fc.record({
        attributes: fc.array(attribute, { maxLength: 5 }),
        custom_field_name_prefix: text,
      }),
    ),
    url,
    label: text,
  })
  .map((body) => JSON.parse(JSON.stringify(body)) as Record<string, unknown>);

/**
 * Any JSON without the keys that no object may have (`__proto__` …). Those are refused at every depth,
 * which a schema cannot say of values it knows nothing about: the one difference between the two.
 */
const sayableJson = fc
  .jsonValue()
  .filter((value) => !/"(__proto__|constructor|prototype)":/.test(JSON.stringify(value)));

/** Anything at all (that a schema can speak of) in place of one part of an accepted body. */
export const hostileBody = fc
  .tuple(
    acceptedBody,
    fc.constantFrom(
      ['label'],
      ['url'],
      ['details'],
      ['details', 'attributes'],
      ['details', 'attributes', '0'],
      ['details', 'attributes', '0', 'value'],
      ['details', 'custom_field_name_prefix'],
      ['remote_fields'],
      ['remote_fields', 'oracle'],
      ['remote_fields', 'oracle', 'override_document_category'],
      ['remote_fields', 'greenhouse', 'post_headers', 'On-Behalf-Of'],
      ['remote_fields', 'talent360'],
      ['remote_fields', 'new_ats'],
      ['surprise'],
    ),
    sayableJson,
  )
  .map(([body, path, value]) => {
    let node: Record<string, unknown> = body;
    for (const key of path.slice(0, -1)) {
      if (typeof node[key] !== 'object' || node[key] === null) node[key] = {};
      node = node[key] as Record<string, unknown>;
    }
    node[path.at(-1) as string] = value;
    return body;
  });
