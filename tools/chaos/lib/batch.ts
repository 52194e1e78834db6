import { API_KEY } from './replica.ts';
import type { Link } from './links.ts';

/** Links of one request. */
const PER_REQUEST = 2_000;

/** Hands links over many at a time, so that a backlog is there soon. @throws Error when one is not accepted */
export async function acceptBatch(apiUrl: string, links: Iterable<Link>): Promise<void> {
  let lines: string[] = [];
  for (const { integration, candidate } of links) {
    lines.push(
      JSON.stringify({
        ...{ x_integration_id: integration, candidate_id: candidate },
        request_body: {
          label: 'Assessment result',
          url: `https://assessments.example.com/results/${encodeURIComponent(candidate)}`,
        },
      }),
    );
    if (lines.length === PER_REQUEST) {
      await accept(apiUrl, lines);
      lines = [];
    }
  }
  if (lines.length > 0) await accept(apiUrl, lines);
}

async function accept(apiUrl: string, lines: readonly string[]): Promise<void> {
  const answer = await fetch(`${apiUrl}/v1/deliveries:batch`, {
    method: 'POST',
    headers: { authorization: `Bearer ${API_KEY}`, 'content-type': 'application/x-ndjson' },
    body: lines.join('\n'),
  });
  const end = (await answer.text()).trim().split('\n').at(-1) ?? '';
  if (JSON.parse(end).accepted !== lines.length) throw new Error(`not all are accepted: ${end}`);
}
