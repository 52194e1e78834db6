import type { OperationCaller } from './operation-caller.js';

/** Functions that take the caller first, as methods that do not. */
export type Bound<Operations> = {
  readonly [Name in keyof Operations]: Operations[Name] extends (
    caller: OperationCaller,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never;
};

/** Makes the operations of a module methods of a client. */
export function bindOperations<Operations extends object>(
  operations: Operations,
  caller: OperationCaller,
): Bound<Operations> {
  const methods = Object.entries(operations).map(([name, operation]) => [
    name,
    (...rest: unknown[]) => operation(caller, ...rest),
  ]);
  return Object.freeze(Object.fromEntries(methods));
}
