import { applyDecorators, Controller, Post, Req, Res } from '@nestjs/common';
import { ApiBody, ApiHeader, ApiOperation, ApiParam, ApiResponse } from '#swagger';
import {
  DeliveryAcceptedResponse,
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequestBody,
} from '@result-links/contracts';
import type { ResultLinkBody, Target } from '@result-links/delivery';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Access } from '../http/access.decorator.js';
import { AccountId } from '../http/account-id.decorator.js';
import { callerGone } from '../http/caller-gone.js';
import { ProtectedRoutes } from '../http/protected-routes.decorator.js';
import { KOMBO_REFUSALS, Refuses } from '../openapi/refuses.js';
import { readPreferences } from './delivery-preferences.js';
import { ResultLinkRequest } from './result-link-request.decorator.js';
import { ResultLinksService } from './result-links.service.js';

const HOW_IT_IS_TAKEN =
  'The link is kept before anything else happens, then delivered at the pace the ATS allows. ' +
  'By default the call waits for the outcome, at most 300 seconds; ' +
  '`Prefer: respond-async` answers at once, `Prefer: wait=N` waits up to N seconds, also together with `respond-async`. ' +
  "Errors are Kombo's, with its status and code. Only 401, 403 and 407 of Kombo become 424: " +
  'here 401 and 403 are always about the API key of this service. ' +
  'The same request sent twice is one delivery: by `Idempotency-Key`, without one by its content (within 24 hours).';

const OPTIONAL_HEADERS = [
  {
    name: 'Idempotency-Key',
    description:
      'Names the request within its integration: the same key and content always give the same delivery; ' +
      'the same key with other content is 422.',
    schema: {
      type: 'string' as const,
      minLength: 1,
      maxLength: 255,
      example: '6f1c2f0e-2c53-4a57-9a55-0d6b8f2f0f7e',
    },
  },
  {
    name: 'Prefer',
    description:
      '`respond-async`, `wait=N` with seconds up to 300, or both: `respond-async, wait=N`.',
    schema: { type: 'string' as const, example: 'wait=10' },
  },
];

/** What both routes say of themselves. */
const DescribeRoute = (target: 'candidate' | 'application') =>
  applyDecorators(
    ApiParam({
      name: `${target}_id`,
      description: `Kombo ID of the ${target}.`,
      schema: { type: 'string', example: '3kPq8TnVwXyZ5bRdHjMcLfGs' },
    }),
    ApiHeader({
      name: 'X-Integration-Id',
      required: true,
      description: 'ID of the integration you want to interact with.',
      schema: { type: 'string', example: 'workday:HWUTwvyx2wLoSUHphiWVrp28' },
    }),
    ...OPTIONAL_HEADERS.map((header) => ApiHeader({ ...header, required: false })),
    ApiBody({ type: PostAtsCandidatesCandidateIDResultLinksRequestBody }),
    ApiResponse({
      status: 200,
      description: 'The result link was written to the ATS.',
      type: PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
    }),
    ApiResponse({
      status: 202,
      description: 'The result link is kept and is going to be delivered; the wait ended first.',
      type: DeliveryAcceptedResponse,
    }),
    Refuses({
      400: KOMBO_REFUSALS,
      403: ['scope_missing', 'integration_not_allowed'],
      404: KOMBO_REFUSALS,
      409: ['delivery_cancelled', ...KOMBO_REFUSALS],
      422: ['idempotency_key_reused', ...KOMBO_REFUSALS],
      424: KOMBO_REFUSALS,
      429: ['throttled'],
      '4XX': KOMBO_REFUSALS,
      500: KOMBO_REFUSALS,
      502: KOMBO_REFUSALS,
      503: KOMBO_REFUSALS,
      504: ['outcome_unknown', 'delivery_lost', ...KOMBO_REFUSALS],
      '5XX': KOMBO_REFUSALS,
    }),
  );

/** Kombo's two result-link routes, wire-compatible: header, path, body, answer and errors. */
@ProtectedRoutes('Result links')
@Access({ integration: 'header' })
@Controller('v1/ats')
export class ResultLinksController {
  constructor(private readonly resultLinks: ResultLinksService) {}

  @ApiOperation({
    operationId: 'PostAtsCandidatesCandidateIdResultLinks',
    summary: 'Add a result link to a candidate',
    description: HOW_IT_IS_TAKEN,
  })
  @DescribeRoute('candidate')
  @Post('candidates/:candidate_id/result-links')
  addToCandidate(
    @ResultLinkRequest() request: PostAtsCandidatesCandidateIDResultLinksRequest,
    @AccountId() accountId: string,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.submit(
      { type: 'candidate', id: request.candidate_id },
      request,
      accountId,
      http,
      reply,
    );
  }

  @ApiOperation({
    operationId: 'PostAtsApplicationsApplicationIdResultLinks',
    summary: 'Add a result link to an application',
    description: `Kombo recommends this one over the candidate’s.\n\n${HOW_IT_IS_TAKEN}`,
  })
  @DescribeRoute('application')
  @Post('applications/:application_id/result-links')
  addToApplication(
    @ResultLinkRequest() request: PostAtsApplicationsApplicationIDResultLinksRequest,
    @AccountId() accountId: string,
    @Req() http: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.submit(
      { type: 'application', id: request.application_id },
      request,
      accountId,
      http,
      reply,
    );
  }

  private async submit(
    target: Target,
    request: Pick<
      PostAtsCandidatesCandidateIDResultLinksRequest,
      'x_integration_id' | 'request_body'
    >,
    accountId: string,
    http: FastifyRequest,
    reply: FastifyReply,
  ): Promise<void> {
    const preferences = readPreferences(http.headers);
    const answer = await this.resultLinks.submit({
      accountId,
      integrationId: request.x_integration_id,
      target,
      // The pipe has seen to it that there is one.
      body: request.request_body as ResultLinkBody,
      preferences,
      callerGone: callerGone(reply),
    });
    void reply.status(answer.status).headers(answer.headers).send(answer.body);
  }
}
