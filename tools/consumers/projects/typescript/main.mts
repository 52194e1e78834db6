import {
  isKomboErrorCode,
  validateApplicationResultLinkRequest,
  validateDto,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  type FieldError,
  type KomboErrorCode,
} from '@result-links/contracts';
import loadMetadata from '@result-links/contracts/openapi';
import { KomboClient, KomboError, type KomboClientOptions } from '@result-links/kombo-client';

const options: KomboClientOptions = { apiKey: 'key', region: 'us' };
const kombo = new KomboClient(options);

/** What was wrong with the input, or what Kombo warned of. */
export async function send(input: unknown): Promise<FieldError[] | string[]> {
  const result = validateApplicationResultLinkRequest(input);
  if (!result.ok) return result.errors;
  const { application_id, request_body } = result.value;
  if (request_body === undefined) return [];
  const label: string = request_body.label;
  const score: string | undefined = request_body.details?.attributes[0]?.value;
  const { data } = await kombo.addApplicationResultLink({
    x_integration_id: result.value.x_integration_id,
    application_id,
    request_body: { ...request_body, label: `${label} ${score ?? ''}` },
  });
  return data.warnings;
}

export function codeOf(error: unknown): KomboErrorCode | undefined {
  return error instanceof KomboError && isKomboErrorCode(error.code) ? error.code : undefined;
}

const candidate = validateDto(PostAtsCandidatesCandidateIDResultLinksRequest, {});
// @ts-expect-error a result that was not looked at has no value
export const id: string = candidate.value.candidate_id;
// @ts-expect-error numbers are no values of attributes
export const wrong: import('@result-links/contracts').ResultLinkAttribute = { key: 'k', value: 1 };
export const metadata = loadMetadata();
