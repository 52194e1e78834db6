import type { Outcome } from '../../command.js';
import { MASK } from '../../output/secrets.js';
import { printable, printableJson } from '../../output/printable.js';
import type { Destination } from '../../settings/destination.js';
import { USER_AGENT } from '../../build-values.js';
import type { ApiPreferences } from './api-preferences.js';
import type { ResultLinkRequest } from './request.js';

/** The request that would be sent, with the key masked. Sends nothing. */
export async function dryRun(
  link: ResultLinkRequest,
  destination: Destination,
  { idempotencyKey, waitSeconds, respondAsync }: ApiPreferences,
): Promise<Outcome> {
  const baseUrl = await baseUrlOf(destination);
  const request = {
    method: 'POST',
    url: `${baseUrl}${pathOf(link)}`,
    headers: {
      Authorization: destination.apiKey === undefined ? 'Bearer (no key is set)' : `Bearer ${MASK}`,
      'X-Integration-Id': link.request.x_integration_id,
      ...(idempotencyKey === undefined ? {} : { 'Idempotency-Key': idempotencyKey }),
      ...(waitSeconds === undefined ? {} : { Prefer: `wait=${waitSeconds}` }),
      ...(respondAsync === true ? { Prefer: 'respond-async' } : {}),
      'Content-Type': 'application/json',
      Accept: 'application/json',
      'User-Agent': USER_AGENT,
    },
    body: link.request.request_body,
  };
  return {
    data: { status: 'success', dry_run: true, via: destination.via, request },
    text: (style) =>
      [
        style.caution('Dry run: nothing was sent. The request would be:'),
        '',
        printable(`${request.method} ${request.url}`),
        ...Object.entries(request.headers).map(([name, value]) => printable(`${name}: ${value}`)),
        '',
        printableJson(JSON.stringify(request.body, null, 2)),
      ].join('\n'),
  };
}

/** Only the client that would send is loaded. */
async function baseUrlOf(destination: Destination): Promise<string> {
  return destination.via === 'kombo'
    ? (await import('../../kombo/client.js')).komboBaseUrl(destination)
    : (await import('../../api/client.js')).apiBaseUrl(destination);
}

function pathOf(link: ResultLinkRequest): string {
  return link.target === 'candidate'
    ? `/ats/candidates/${encodeURIComponent(link.request.candidate_id)}/result-links`
    : `/ats/applications/${encodeURIComponent(link.request.application_id)}/result-links`;
}
