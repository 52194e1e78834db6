import { applyDecorators, UseGuards } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '#swagger';
import { ApiKeyGuard } from './api-key.guard.js';
import { InputGuard } from './input.guard.js';

/** For a controller whose routes want our API key: the guards, and what the document says of it. */
export const ProtectedRoutes = (tag: string): ClassDecorator =>
  applyDecorators(ApiTags(tag), ApiBearerAuth(), UseGuards(ApiKeyGuard, InputGuard));
