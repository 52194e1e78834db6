import { Injectable } from '@nestjs/common';
import type {
  Deliverable,
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '@result-links/contracts';
import {
  KomboClient,
  KomboError,
  type KomboResponse,
  type ResultLinkReceipt,
} from '@result-links/kombo-client';
import { answerFor, type Failure } from './outcome-answer.js';

/** Puts a result link on its target and tells what came of it. */
@Injectable()
export class ResultLinksService {
  constructor(private readonly kombo: KomboClient) {}

  /** @throws ApiError what the caller is to be told when it was not written */
  addToCandidate(
    request: Deliverable<PostAtsCandidatesCandidateIDResultLinksRequest>,
  ): Promise<PostAtsCandidatesCandidateIDResultLinksPositiveResponse> {
    return forward(() => this.kombo.addCandidateResultLink(request));
  }

  /** @throws ApiError what the caller is to be told when it was not written */
  addToApplication(
    request: Deliverable<PostAtsApplicationsApplicationIDResultLinksRequest>,
  ): Promise<PostAtsCandidatesCandidateIDResultLinksPositiveResponse> {
    return forward(() => this.kombo.addApplicationResultLink(request));
  }
}

async function forward(
  send: () => Promise<KomboResponse<ResultLinkReceipt>>,
): Promise<PostAtsCandidatesCandidateIDResultLinksPositiveResponse> {
  try {
    const { data } = await send();
    const warnings = data.warnings.map((message) => ({ message }));
    return { status: 'success', data: {}, warnings };
  } catch (error) {
    throw error instanceof KomboError ? answerFor(failureOf(error)) : error;
  }
}

function failureOf(error: KomboError): Failure {
  const { outcome, httpStatus, code, title, logUrl } = error;
  if (outcome === 'delivered') {
    throw new TypeError('an error cannot be a delivery', { cause: error });
  }
  const message = error.komboMessage ?? error.message;
  return { outcome, httpStatus, code, title, message, logUrl };
}
