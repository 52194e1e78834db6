import { ResultLinksApiError, ResultLinksNoAnswerError } from '@result-links/api-client';
import { createApiClient } from '../../api/client.js';
import { deliveryIn, explainAnswer, explainSilence, isKept } from '../../api/explain.js';
import type { Context } from '../../command.js';
import type { ApiDestination } from '../../settings/destination.js';
import { timeoutFor, type ApiPreferences } from './api-preferences.js';
import type { Sent } from './report.js';
import type { ResultLinkRequest } from './request.js';

/**
 * Hands a result link to the API and waits for what becomes of it.
 *
 * @throws CliError that tells what became of it
 */
export async function sendViaApi(
  link: ResultLinkRequest,
  destination: ApiDestination,
  { timeoutMs, ...preferences }: ApiPreferences & { timeoutMs: number | undefined },
  { signal }: Context,
): Promise<Sent> {
  const client = createApiClient(destination, timeoutMs ?? timeoutFor(preferences));
  const options = { ...preferences, signal };
  try {
    const answer =
      link.target === 'candidate'
        ? await client.addCandidateResultLink(link.request, options)
        : await client.addApplicationResultLink(link.request, options);
    const isOpen = answer.status === 202 || isKept(answer.deliveryState);
    const delivery = deliveryIn(answer);
    return {
      via: 'api',
      outcome: isOpen ? 'accepted' : 'delivered',
      warnings: answer.data.warnings.map(({ message }) => message),
      ...(delivery === undefined ? {} : { delivery }),
    };
  } catch (error) {
    if (error instanceof ResultLinksApiError) throw await explainAnswer(error);
    if (error instanceof ResultLinksNoAnswerError) throw explainSilence(error);
    throw error;
  }
}
