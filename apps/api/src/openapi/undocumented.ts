import type * as swagger from '@nestjs/swagger';

/**
 * What `#swagger` is while the service runs: the decorators that describe routes, describing nothing. Only
 * the tool that writes `openapi.json` needs them; `@nestjs/swagger` with all it brings along (640 modules)
 * stays out of the service. See `imports` in package.json.
 */
const nothing = () => () => undefined;

export const ApiBearerAuth: typeof swagger.ApiBearerAuth = nothing;
export const ApiBody: typeof swagger.ApiBody = nothing;
export const ApiConsumes: typeof swagger.ApiConsumes = nothing;
export const ApiExtraModels: typeof swagger.ApiExtraModels = nothing;
export const ApiHeader: typeof swagger.ApiHeader = nothing;
export const ApiOperation: typeof swagger.ApiOperation = nothing;
export const ApiParam: typeof swagger.ApiParam = nothing;
export const ApiResponse: typeof swagger.ApiResponse = nothing as never;
export const ApiSecurity: typeof swagger.ApiSecurity = nothing;
export const ApiTags: typeof swagger.ApiTags = nothing;
export const getSchemaPath: typeof swagger.getSchemaPath = () => '';
