import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '#swagger';
import { AdminGuard } from './admin.guard.js';
import { InputGuard } from './input.guard.js';

/** For a controller whose routes want an admin key: the guard, and what the document says of it. */
export const AdminRoutes = (): ClassDecorator =>
  applyDecorators(
    ApiTags('Administration'),
    ApiBearerAuth('admin'),
    UseGuards(AdminGuard, InputGuard),
  );
