import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { validateDeliverable, validateDto, type FieldError } from '@result-links/contracts';
import {
  RESULT_LINK_REQUESTS,
  type ResultLinkRequestDto,
} from '../result-links/result-link-request.decorator.js';
import { invalidRequest } from './api-error.js';

const PRIMITIVES: readonly unknown[] = [String, Number, Boolean, Array, Object];

const BODY_MISSING: FieldError = {
  path: '',
  code: 'required',
  message: 'the body is missing: send a JSON object with the header Content-Type: application/json',
};

/** The contract's `x_integration_id` comes as a header, so errors call it by the name that callers know. */
function byHeader(error: FieldError): FieldError {
  if (error.path !== 'x_integration_id') return error;
  const message = error.message.replace('x_integration_id', 'the header X-Integration-Id');
  return { ...error, path: 'X-Integration-Id', message };
}

/**
 * The one global pipe: whatever a route takes as a DTO class is validated by the contract.
 * Routes must import DTOs as values; `import type` would leave `Object` as the metatype, and nothing
 * to validate against (each route has a spec that proves it rejects).
 */
@Injectable()
export class ContractValidationPipe implements PipeTransform {
  transform(value: unknown, { metatype, type }: ArgumentMetadata): unknown {
    if (metatype === undefined || PRIMITIVES.includes(metatype)) {
      return value;
    }
    if (type === 'body' && value === undefined) throw invalidRequest([BODY_MISSING]);
    const resultLinkRequest = RESULT_LINK_REQUESTS.find((dto) => dto === metatype);
    const result =
      resultLinkRequest === undefined
        ? validateDto(metatype, value)
        : validateDeliverable<ResultLinkRequestDto>(resultLinkRequest, value);
    if (!result.ok) {
      throw invalidRequest(result.errors.map(byHeader));
    }
    return result.value;
  }
}
