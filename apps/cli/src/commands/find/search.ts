import { KomboError, type CallOptions, type KomboClient } from '@result-links/kombo-client';
import type { Context } from '../../command.js';
import { usageError, type CliError } from '../../errors.js';
import { createKomboClient } from '../../kombo/client.js';
import { explainRead } from '../../kombo/explain.js';
import { resolveKombo } from '../../settings/destination.js';
import type { FindOptions } from './options.js';

/** The largest page that Kombo gives. */
const MAX_PAGE = 250;

/** Everything a search needs besides its filters. To be closed. */
export interface Search {
  client: KomboClient;
  integrationId: string;
  /** Kombo ids of the job that was asked for; `undefined`: any job. */
  jobIds: string[] | undefined;
  /** How many rows are wanted. */
  most: number;
  callOptions: CallOptions;
}

/**
 * Opens a client and finds the job.
 *
 * @throws CliError when no integration is named, there is no such job, or Kombo refuses
 */
export async function openSearch(
  options: FindOptions,
  context: Context,
  most: number,
): Promise<Search> {
  const { integration, job } = options;
  if (integration === undefined || integration.trim() === '') {
    throw usageError('no_integration', 'In which integration? --integration <id> is missing.');
  }
  if (options.name !== undefined && (options.firstName ?? options.lastName) !== undefined) {
    throw usageError(
      'conflicting_flags',
      '--name cannot be used together with --first-name or --last-name.',
    );
  }
  const client = createKomboClient(await resolveKombo(options, context), options.timeout);
  const callOptions = { signal: context.signal };
  try {
    const jobIds =
      job === undefined ? undefined : await findJob(client, integration, job, callOptions);
    return { client, integrationId: integration, jobIds, most, callOptions };
  } catch (error) {
    client.close();
    throw explained(error);
  }
}

/** One more than is wanted, to know whether there are more. */
export function pageSize(most: number): number {
  return Math.min(most + 1, MAX_PAGE);
}

/** Kombo's errors in words; anything else as it is. */
export function explained(error: unknown): CliError | unknown {
  return error instanceof KomboError ? explainRead(error) : error;
}

/** A job by its Kombo id or the ATS's own: filters of Kombo know only the former. */
async function findJob(
  { ats }: KomboClient,
  x_integration_id: string,
  job: string,
  callOptions: CallOptions,
): Promise<string[]> {
  for (const filter of [{ ids: [job] }, { remote_ids: [job] }]) {
    const { data } = await ats.getJobs({ x_integration_id, ...filter }, callOptions).page();
    if (data.results.length > 0) {
      return data.results.map(({ id }) => id);
    }
  }
  throw usageError('job_unknown', `There is no job ${job} in this integration.`, {
    hint: "--job takes the Kombo id of a job or the ATS's own.",
  });
}
