import { Body, Controller, Post } from '@nestjs/common';
import { PostAtsCandidatesCandidateIDResultLinksRequest } from '@result-links/contracts';

@Controller('results')
export class ResultsController {
  @Post()
  receive(@Body() request: PostAtsCandidatesCandidateIDResultLinksRequest) {
    return {
      isInstance: request instanceof PostAtsCandidatesCandidateIDResultLinksRequest,
      attributes: request.request_body?.details?.attributes.map(
        ({ constructor }) => constructor.name,
      ),
    };
  }
}
