import { applyDecorators, Controller, HttpCode, Post, UseGuards } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiHeader,
  ApiOperation,
  ApiParam,
  ApiResponse,
  ApiTags,
} from '@nestjs/swagger';
import {
  PostAtsApplicationsApplicationIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
  PostAtsCandidatesCandidateIDResultLinksRequest,
  PostAtsCandidatesCandidateIDResultLinksRequestBody,
  ResultLinkErrorResponse,
  type Deliverable,
} from '@result-links/contracts';
import { ApiKeyGuard } from '../http/api-key.guard.js';
import { ResultLinkRequest } from './result-link-request.decorator.js';
import { ResultLinksService } from './result-links.service.js';

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
    ApiBody({ type: PostAtsCandidatesCandidateIDResultLinksRequestBody }),
    ApiResponse({
      status: 200,
      description: 'The result link was written to the ATS.',
      type: PostAtsCandidatesCandidateIDResultLinksPositiveResponse,
    }),
    ApiResponse({
      status: 'default',
      description: 'Any error, always in this shape.',
      type: ResultLinkErrorResponse,
    }),
  );

/** Kombo's two result-link routes, wire-compatible: header, path, body, answer and errors. */
@ApiTags('Result links')
@ApiBearerAuth()
@UseGuards(ApiKeyGuard)
@Controller('v1/ats')
export class ResultLinksController {
  constructor(private readonly resultLinks: ResultLinksService) {}

  @ApiOperation({
    operationId: 'PostAtsCandidatesCandidateIdResultLinks',
    summary: 'Add a result link to a candidate',
  })
  @DescribeRoute('candidate')
  @Post('candidates/:candidate_id/result-links')
  @HttpCode(200)
  addToCandidate(
    @ResultLinkRequest() request: PostAtsCandidatesCandidateIDResultLinksRequest,
  ): Promise<PostAtsCandidatesCandidateIDResultLinksPositiveResponse> {
    return this.resultLinks.addToCandidate(
      request as Deliverable<PostAtsCandidatesCandidateIDResultLinksRequest>,
    );
  }

  @ApiOperation({
    operationId: 'PostAtsApplicationsApplicationIdResultLinks',
    summary: 'Add a result link to an application',
    description: 'Kombo recommends this one over the candidate’s.',
  })
  @DescribeRoute('application')
  @Post('applications/:application_id/result-links')
  @HttpCode(200)
  addToApplication(
    @ResultLinkRequest() request: PostAtsApplicationsApplicationIDResultLinksRequest,
  ): Promise<PostAtsCandidatesCandidateIDResultLinksPositiveResponse> {
    return this.resultLinks.addToApplication(
      request as Deliverable<PostAtsApplicationsApplicationIDResultLinksRequest>,
    );
  }
}
