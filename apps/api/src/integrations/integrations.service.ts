import { Inject, Injectable } from '@nestjs/common';
import type {
  IntegrationReadinessResponse,
  TargetReadiness,
  TouchedDeliveriesResponse,
} from '@result-links/contracts';
import type { Actor } from '@result-links/delivery';
import type { Engine } from '@result-links/engine';
import {
  describeResultLinkReadiness,
  KomboError,
  KomboRequestError,
  type ResultLinkReadiness,
} from '@result-links/kombo-client';
import { ENGINE, requireClient } from '../engine.provider.js';
import { ApiError, invalidRequest } from '../http/api-error.js';
import { answerFor } from '../result-links/outcome-answer.js';

/** What can be said and done about an integration. */
@Injectable()
export class IntegrationsService {
  constructor(@Inject(ENGINE) private readonly engine: Engine) {}

  /** Asks Kombo now. @throws ApiError what Kombo refused, e.g. an unknown integration */
  async readiness(accountId: string, integrationId: string): Promise<IntegrationReadinessResponse> {
    const kombo = await requireClient(this.engine, accountId);
    try {
      const [{ data: details }, known] = await Promise.all([
        kombo.getIntegrationDetails(integrationId),
        this.engine.integrations.getIntegration(accountId, integrationId),
      ]);
      return {
        status: 'success',
        data: {
          integration_id: integrationId,
          state: known?.state ?? 'new',
          candidate: toReadiness(describeResultLinkReadiness(details, 'candidate')),
          application: toReadiness(describeResultLinkReadiness(details, 'application')),
        },
      };
    } catch (error) {
      if (error instanceof KomboRequestError) {
        // `..` and the like: nothing that Kombo could be asked about.
        throw invalidRequest([{ path: 'id', code: 'pathId', message: error.message }]);
      }
      throw error instanceof KomboError ? refusal(error) : error;
    }
  }

  /** Queues all deliveries that wait for the integration; it is tried with one write first. */
  async release(
    accountId: string,
    by: Actor,
    integrationId: string,
  ): Promise<TouchedDeliveriesResponse> {
    if ((await this.engine.integrations.getIntegration(accountId, integrationId)) === null) {
      throw new ApiError({
        status: 404,
        code: null,
        reason: 'integration_unknown',
        title: 'Nothing was ever accepted for this integration',
        message:
          'There is nothing to release: no result link was ever accepted for this integration.',
      });
    }
    const count = await this.engine.integrations.releaseIntegration(accountId, integrationId, by);
    return { status: 'success', data: { count, dry_run: false } };
  }
}

function toReadiness(readiness: ResultLinkReadiness): TargetReadiness {
  return {
    is_ready: readiness.isReady,
    reasons: readiness.isReady
      ? []
      : readiness.reasons.map(({ code, message }) => ({ code, message })),
  };
}

/** A look-up that failed has written nothing, so an unknown outcome is nothing to worry about here. */
function refusal(error: KomboError): ApiError {
  const { httpStatus, code, title, logUrl } = error;
  const outcome =
    error.outcome === 'unknown' || error.outcome === 'delivered' ? 'unavailable' : error.outcome;
  const message = error.komboMessage ?? error.message;
  return answerFor({ outcome, httpStatus, code, title, message, logUrl });
}
