/** A result link of the size of the example in Kombo's documentation: two attributes. */
export const EXAMPLE = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/3f0c8d1e-0b8f-4a55-9f0b-6f2d7a1f0c11',
  details: {
    custom_field_name_prefix: 'Acme:',
    attributes: [
      { key: 'Score', value: '97 of 100' },
      { key: 'Time', value: '2:30:00' },
    ],
  },
};
