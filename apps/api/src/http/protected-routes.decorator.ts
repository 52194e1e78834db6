import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '#swagger';
import { ResultLinkErrorResponse } from '@result-links/contracts';
import { RateLimitGuard } from '../hardening/rate-limit.guard.js';
import { ApiKeyGuard } from './api-key.guard.js';

/** For a controller whose routes want our API key: the guards, and what the document says of it. */
export const ProtectedRoutes = (tag: string): ClassDecorator =>
  applyDecorators(
    ApiTags(tag),
    ApiBearerAuth(),
    ApiResponse({
      status: 'default',
      description: 'Any error, always in this shape.',
      type: ResultLinkErrorResponse,
    }),
    UseGuards(ApiKeyGuard, RateLimitGuard),
  );
