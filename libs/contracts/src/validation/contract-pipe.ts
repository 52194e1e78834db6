import type { FieldError } from '../kombo/responses.dto.js';
import { validateDto } from './validate.js';

/** What a framework says about an argument; NestJS's `ArgumentMetadata` fits. */
export interface PipeArgument {
  /** Where it comes from; `custom` for decorators of the application's own. */
  readonly type?: string;
  /** Its declared class. */
  readonly metatype?: unknown;
}

/** Declared types that are no DTO; the same ones NestJS's `ValidationPipe` leaves alone. */
const NO_DTO: readonly unknown[] = [String, Boolean, Number, Array, Object, Date];

/**
 * A pipe that validates every argument whose type is a DTO class. A drop-in for NestJS's
 * `ValidationPipe({ transform: true, whitelist: true, forbidNonWhitelisted: true })` that needs no
 * framework itself, closes the gaps of class-validator and costs a small part of it.
 *
 * Arguments of built-in types and of custom decorators pass as they are. Unlike `ValidationPipe` it
 * refuses every value for a class without a single rule: nothing is known about it.
 *
 * @example
 * app.useGlobalPipes(new ContractPipe((errors) => new BadRequestException(errors)));
 */
export class ContractPipe {
  /** @param refusal makes what is thrown out of all broken rules of one argument */
  constructor(private readonly refusal: (errors: FieldError[]) => unknown) {}

  /**
   * @returns an instance of the class; for anything but a DTO `value` itself
   * @throws what `refusal` makes of the errors
   */
  transform(value: unknown, argument: PipeArgument): unknown {
    const { metatype, type } = argument;
    if (typeof metatype !== 'function' || type === 'custom' || isNoDto(metatype)) {
      return value;
    }
    const result = validateDto(metatype as new () => object, value);
    if (!result.ok) {
      throw this.refusal(result.errors);
    }
    return result.value;
  }
}

function isNoDto(metatype: unknown): boolean {
  return NO_DTO.includes(metatype) || metatype === globalThis.Buffer;
}
