import { createWriteStream } from 'node:fs';
import { once } from 'node:events';

/** A row as it is written and as the SDK is given it. */
export interface Row {
  integration: string;
  candidate: string;
  label: string;
  url: string;
  attributes: { key: string; value: string }[];
}

const PREFIX = 'Acme:';

/** The same rows for everybody. @param of integrations, taken in turn */
export function rowOf(index: number, of: readonly string[]): Row {
  return {
    integration: of[index % of.length] as string,
    candidate: `candidate-1~${index}`,
    label: 'Assessment result',
    url: `https://assessments.example.com/results/${index}`,
    attributes: [
      { key: 'Score', value: `${index % 100}%` },
      { key: 'Percentile', value: String(index % 97) },
    ],
  };
}

/** As the contract and the SDK want it. */
export function bodyOf({ label, url, attributes }: Row) {
  return { label, url, details: { custom_field_name_prefix: PREFIX, attributes } };
}

/** Writes a file of so many rows. */
export async function writeRows(
  path: string,
  format: 'csv' | 'ndjson',
  count: number,
  integrations: readonly string[],
): Promise<void> {
  const file = createWriteStream(path);
  if (format === 'csv') {
    file.write(
      'x_integration_id,candidate_id,label,url,custom_field_name_prefix,attr:Score,attr:Percentile\n',
    );
  }
  for (let index = 0; index < count; index++) {
    const row = rowOf(index, integrations);
    const text = format === 'csv' ? csvLine(row) : ndjsonLine(row);
    if (!file.write(text)) await once(file, 'drain');
  }
  file.end();
  await once(file, 'finish');
}

function csvLine({ integration, candidate, label, url, attributes }: Row): string {
  const cells = [
    integration,
    candidate,
    label,
    url,
    PREFIX,
    ...attributes.map(({ value }) => value),
  ];
  return `${cells.join(',')}\n`;
}

function ndjsonLine(row: Row): string {
  const { integration: x_integration_id, candidate: candidate_id } = row;
  return `${JSON.stringify({ x_integration_id, candidate_id, request_body: bodyOf(row) })}\n`;
}
