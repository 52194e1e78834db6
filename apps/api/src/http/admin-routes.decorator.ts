import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiResponse, ApiTags } from '#swagger';
import { ResultLinkErrorResponse } from '@result-links/contracts';
import { RateLimitGuard } from '../hardening/rate-limit.guard.js';
import { AdminGuard } from './admin.guard.js';

/** For a controller whose routes want the admin key: the guard, and what the document says of it. */
export const AdminRoutes = (): ClassDecorator =>
  applyDecorators(
    ApiTags('Administration'),
    ApiBearerAuth('admin'),
    ApiResponse({
      status: 'default',
      description: 'Any error, always in this shape; 404 where no admin key is set.',
      type: ResultLinkErrorResponse,
    }),
    UseGuards(AdminGuard, RateLimitGuard),
  );
