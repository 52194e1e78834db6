import type { FieldError } from '../kombo/responses.dto.js';

/** What a validation comes to. `value` is an instance of the class, with its fields in the order of the contract. */
export type ValidationResult<T> = { ok: true; value: T } | { ok: false; errors: FieldError[] };
