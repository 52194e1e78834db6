import type { Engine } from '@result-links/engine';
import type { Sandbox } from '@result-links/kombo-sandbox';
import type { Config } from '../config/config.js';
import type { Sample, SampleOutcome } from './sample.js';

/** What the banner tells about. */
export interface BannerFacts {
  url: string;
  config: Config;
  database: Engine['database'];
  /** `null`: deliveries go to Kombo. */
  sandbox: Sandbox | null;
  /** What came of the first one, and another to send by hand. */
  sample: (SampleOutcome & { next: Sample }) | null;
}

/** What a person sees at start: where it runs, on what, and a line to paste. */
export function banner({ url, config, database, sandbox, sample }: BannerFacts): string {
  const lines = [
    '',
    `result-links listens on ${url}   (docs: ${url}/docs, OpenAPI: ${url}/openapi.json)`,
    config.isApiKeyGenerated
      ? `API key: ${config.apiKey}   (generated; set RESULT_LINKS_API_KEY to choose one)`
      : 'API key: the one in RESULT_LINKS_API_KEY',
    database === 'embedded'
      ? `Accepted result links are kept in the embedded database in ${config.engine.dataDir}   (set DATABASE_URL for PostgreSQL)`
      : 'Accepted result links are kept in PostgreSQL',
  ];
  if (sandbox === null) {
    const where = config.engine.kombo?.baseUrl ?? `Kombo, region ${config.engine.kombo?.region}`;
    return [...lines, `Deliveries go to ${where}`, '', ''].join('\n');
  }
  lines.push(
    `Deliveries go to the embedded sandbox on ${sandbox.origin}, not to Kombo   (set KOMBO_API_KEY to go live)`,
  );
  if (sample !== null) {
    lines.push(
      '',
      `A sample result link was sent to ${sample.integrationId}, candidate ${sample.candidateId}:`,
      `  ${sample.status} ${sample.answer}`,
      `  The sandbox has written ${sample.written} link(s) for that candidate: ${sandbox.origin}/__sandbox/received`,
      '',
      'Send one yourself:',
      '',
      curlLine(url, config.apiKey, sample.next),
    );
  }
  return [...lines, '', ''].join('\n');
}

function curlLine(url: string, apiKey: string, sample: Sample): string {
  return [
    `curl -i ${url}/v1/ats/candidates/${sample.candidateId}/result-links \\`,
    `  -H 'Authorization: Bearer ${apiKey}' \\`,
    `  -H 'X-Integration-Id: ${sample.integrationId}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '${JSON.stringify(sample.body)}'`,
  ].join('\n');
}
