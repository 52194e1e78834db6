import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '@nestjs/swagger';
import { ResultLinkErrorResponse } from '@result-links/contracts';
import { ApiKeyGuard } from './api-key.guard.js';

/** For a controller whose routes want our API key: the guard, and what the document says of it. */
export const ProtectedRoutes = (tag: string): ClassDecorator =>
  applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(),
    ApiResponse({
      status: 'default',
      description: 'Any error, always in this shape.',
      type: ResultLinkErrorResponse,
    }),
    UseGuards(ApiKeyGuard),
  );
