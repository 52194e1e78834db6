/** A result link with this many attributes, as Kombo's documentation shows it with two. */
export function resultLink(attributeCount: number): unknown {
  const attributes = Array.from({ length: attributeCount }, (_, index) => ({
    key: `Score ${index + 1}`,
    value: `${index}%`,
  }));
  return {
    label: 'Assessment result',
    url: 'https://assessments.example.com/results/42',
    details: { custom_field_name_prefix: 'Acme:', attributes },
    remote_fields: {},
  };
}
