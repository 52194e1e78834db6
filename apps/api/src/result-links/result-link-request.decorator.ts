import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequest,
} from '@result-links/contracts';
import type { FastifyRequest } from 'fastify';
import { TAKES_BODY } from '../http/handler-inputs.js';

/** The contract's requests that a route takes, see {@link ResultLinkRequest}. */
export const RESULT_LINK_REQUESTS = [
  PostAtsCandidatesCandidateIDResultLinksRequest,
  PostAtsApplicationsApplicationIDResultLinksRequest,
] as const;

/** One of {@link RESULT_LINK_REQUESTS}. */
export type ResultLinkRequestDto = InstanceType<(typeof RESULT_LINK_REQUESTS)[number]>;

/**
 * Puts header, path and body of Kombo's route together to the contract's request, so that the global
 * pipe validates all three at once and an error names each of them by its place in the contract.
 */
export const ResultLinkRequest = (): ParameterDecorator => fromRequest(TAKES_BODY);

const fromRequest = createParamDecorator((_takes: symbol, context: ExecutionContext) => {
  const request = context.switchToHttp().getRequest<FastifyRequest>();
  return {
    x_integration_id: request.headers['x-integration-id'],
    ...(request.params as Record<string, string>),
    ...(request.body === undefined ? {} : { request_body: request.body }),
  };
});
