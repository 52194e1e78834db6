import { Transform } from 'class-transformer';

/**
 * A number in a query string becomes a number when it is written in plain decimal digits, and stays text
 * otherwise, which `IsInt` refuses: `Number` would take `0x10`, `1e2` and ` 5 `, too.
 */
export function QueryNumber(): PropertyDecorator {
  return Transform(({ value }: { value: unknown }) =>
    typeof value === 'string' && /^[0-9]{1,15}$/.test(value) ? Number(value) : value,
  );
}
