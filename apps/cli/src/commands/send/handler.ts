import type { TargetChoice } from '@result-links/contracts';
import type { Context, Handler } from '../../command.js';
import { resolveDestination, type Destination } from '../../settings/destination.js';
import { readPreferences } from './api-preferences.js';
import type { SendOptions } from './options.js';
import type { RequestDraft } from './input-file.js';
import { report } from './report.js';
import { buildRequest, type ResultLinkRequest } from './request.js';

/** What is going to be sent. */
interface Prepared {
  link: ResultLinkRequest;
  /** What was found, if it had to be looked up. */
  choice?: TargetChoice;
}

/**
 * Everything is read and validated before anything is sent. Each way has its own client, and the other
 * one is not loaded.
 */
export const handleSend: Handler<SendOptions> = async ({ options }, context) => {
  const destination = await resolveDestination(options, context);
  const preferences = readPreferences(options, destination);
  const draft = options.file === undefined ? {} : await readFile(options.file, context);
  const { link, choice } = asksForLookUp(options)
    ? await lookUpAndBuild(options, draft, destination, context)
    : { link: buildRequest(options, draft) };
  if (options.dryRun === true) {
    const { dryRun } = await import('./dry-run.js');
    return dryRun(link, destination, preferences);
  }
  const sent =
    destination.via === 'kombo'
      ? await (
          await import('./via-kombo.js')
        ).sendViaKombo(link, destination, options.timeout, context)
      : await (
          await import('./via-api.js')
        ).sendViaApi(link, destination, { ...preferences, timeoutMs: options.timeout }, context);
  return report(link, sent, choice);
};

async function readFile(path: string, context: Context): Promise<RequestDraft> {
  const { readDraft } = await import('./input-file.js');
  return readDraft(path, context);
}

/** Whether the flags name the target otherwise than by its Kombo id, or not by that alone. */
function asksForLookUp(options: SendOptions): boolean {
  const { email, remoteId, remoteIdOf, job, targetType, prefer } = options;
  return [email, remoteId, remoteIdOf, job, targetType, prefer].some((flag) => flag !== undefined);
}

/** Looks the target up once all the rest is valid. */
async function lookUpAndBuild(
  options: SendOptions,
  draft: RequestDraft,
  destination: Destination,
  context: Context,
): Promise<Prepared> {
  const { readReference } = await import('./reference.js');
  const { findTarget } = await import('./find-target.js');
  const { reference, broken } = readReference(options, draft);
  const withTarget = (type: string, id: string): SendOptions => ({
    ...options,
    candidate: type === 'candidate' ? id : undefined,
    application: type === 'application' ? id : undefined,
  });
  buildRequest(withTarget('candidate', 'not-known-yet'), draft, broken);
  const found = await findTarget(reference, destination, options.timeout, context);
  const link = buildRequest(withTarget(found.type, found.id), draft);
  return { link, ...(found.choice && { choice: found.choice }) };
}
