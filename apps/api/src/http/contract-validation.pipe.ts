import { Injectable, type ArgumentMetadata, type PipeTransform } from '@nestjs/common';
import { validateDeliverable, validateDto } from '@result-links/contracts';
import {
  RESULT_LINK_REQUESTS,
  type ResultLinkRequestDto,
} from '../result-links/result-link-request.decorator.js';
import { invalidRequest } from './api-error.js';

const PRIMITIVES: readonly unknown[] = [String, Number, Boolean, Array, Object];

/**
 * The one global pipe: whatever a route takes as a DTO class is validated by the contract.
 * Routes must import DTOs as values; `import type` would leave `Object` as the metatype, and nothing
 * to validate against (each route has a spec that proves it rejects).
 */
@Injectable()
export class ContractValidationPipe implements PipeTransform {
  transform(value: unknown, { metatype }: ArgumentMetadata): unknown {
    if (metatype === undefined || PRIMITIVES.includes(metatype)) {
      return value;
    }
    const resultLinkRequest = RESULT_LINK_REQUESTS.find((dto) => dto === metatype);
    const result =
      resultLinkRequest === undefined
        ? validateDto(metatype, value)
        : validateDeliverable<ResultLinkRequestDto>(resultLinkRequest, value);
    if (!result.ok) {
      throw invalidRequest(result.errors);
    }
    return result.value;
  }
}
