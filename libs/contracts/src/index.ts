// First: class-transformer's `@Type` needs `Reflect.getMetadata` when a DTO file is evaluated.
import 'reflect-metadata/lite';

export * from './deliveries/batch.dto.js';
export * from './deliveries/delivery.dto.js';
export * from './deliveries/requests.dto.js';
export * from './deliveries/responses.dto.js';
export * from './kombo/error-codes.js';
export * from './kombo/error-reasons.js';
export * from './kombo/integration-details.js';
export * from './kombo/responses.dto.js';
export { LIMITS } from './result-links/limits.js';
export * from './result-links/remote-fields.dto.js';
export * from './result-links/result-link-body.dto.js';
export * from './result-links/result-link-request.dto.js';
export * from './targets/target-reference.dto.js';
export * from './targets/target-resolution.dto.js';
export * from './targets/validate-target-reference.js';
export { validateBatchLine, type BatchLine } from './validation/batch-line.js';
export { findInexactNumbers } from './validation/exact-numbers.js';
export { isOpenObject, OpenObject } from './validation/open-object.js';
export {
  HTTP_URL_PATTERN,
  isHttpUrl,
  IsHttpUrl,
  IsTime,
  MayBeAbsent,
  MayBeNull,
} from './validation/rules.js';
export * from './validation/result-link-requests.js';
export { ContractPipe, type PipeArgument } from './validation/contract-pipe.js';
export { parseTime, TIME_EXAMPLE } from './validation/time.js';
export { validateDto, type ValidationResult } from './validation/validate.js';
