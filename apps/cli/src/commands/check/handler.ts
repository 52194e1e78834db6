import type { IntegrationDetails } from '@result-links/contracts';
import {
  describeResultLinkReadiness,
  KomboError,
  type ResultLinkReadiness,
} from '@result-links/kombo-client';
import type { Handler } from '../../command.js';
import { createKomboClient } from '../../kombo/client.js';
import { explainRead } from '../../kombo/explain.js';
import { printable } from '../../output/printable.js';
import type { Style } from '../../output/style.js';
import { resolveKombo } from '../../settings/destination.js';

/** What the flags of `check` become. */
export interface CheckOptions {
  integration?: string;
  region?: string;
  baseUrl?: string;
  /** Milliseconds. */
  timeout?: number;
}

/** What was found out about an integration. */
interface IntegrationReport {
  details: IntegrationDetails;
  application: ResultLinkReadiness;
  candidate: ResultLinkReadiness;
}

/** The key first: without a valid one nothing can be said about an integration. */
export const handleCheck: Handler<CheckOptions> = async ({ options }, context) => {
  const destination = await resolveKombo(options, context);
  const client = createKomboClient(destination, options.timeout);
  const { signal } = context;
  try {
    const { environment_id } = (await client.checkApiKey({ signal })).data;
    const details =
      options.integration === undefined
        ? undefined
        : (await client.getIntegrationDetails(options.integration, { signal })).data;
    const integration = details && {
      details,
      application: describeResultLinkReadiness(details, 'application'),
      candidate: describeResultLinkReadiness(details, 'candidate'),
    };
    return {
      data: {
        status: 'success',
        base_url: client.baseUrl,
        key: { is_valid: true, environment_id },
        ...(integration && { integration: toData(integration) }),
      },
      text: (style) =>
        [
          `${style.good('Key:')} valid, environment ${printable(environment_id || '(not told)')} at ${client.baseUrl}`,
          ...(integration ? describe(integration, style) : []),
        ].join('\n'),
      exit: integration === undefined || isUsable(integration) ? 'ok' : 'broken',
    };
  } catch (error) {
    throw error instanceof KomboError ? explainRead(error) : error;
  } finally {
    client.close();
  }
};

function isUsable({ application, candidate }: IntegrationReport): boolean {
  return application.isReady || candidate.isReady;
}

function toData({ details, application, candidate }: IntegrationReport) {
  const toTarget = (readiness: ResultLinkReadiness) => ({
    is_ready: readiness.isReady,
    reasons: readiness.isReady ? [] : readiness.reasons,
  });
  return {
    id: details.id,
    tool: details.tool,
    customer: details.end_user.organization_name,
    status: details.status,
    setup_status: details.setup_status,
    is_usable: application.isReady || candidate.isReady,
    application: toTarget(application),
    candidate: toTarget(candidate),
  };
}

function describe({ details, application, candidate }: IntegrationReport, style: Style): string[] {
  const target = (name: string, readiness: ResultLinkReadiness) =>
    readiness.isReady
      ? [`  ${style.good('yes')} result links on ${name}`]
      : [
          `  ${style.bad('no ')} result links on ${name}`,
          ...readiness.reasons.map(({ message }) => `      - ${printable(message)}`),
        ];
  const { id, tool, status, setup_status } = details;
  return [
    printable(`Integration: ${id} (${tool.label || tool.id}), ${status}, set-up ${setup_status}`),
    ...target('applications', application),
    ...target('candidates', candidate),
  ];
}
