import type { ExecutionContext } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';

/** Data of a parameter decorator of ours that hands the body to its route. */
export const TAKES_BODY = Symbol('takes the body');

/** What a route's method takes of a request, by the decorators of its parameters. */
export interface HandlerInputs {
  hasBody: boolean;
  hasQuery: boolean;
}

const inputsOfHandlers = new WeakMap<object, HandlerInputs>();

/** What the route of a request takes. */
export function inputsOf(context: ExecutionContext): HandlerInputs {
  const handler = context.getHandler();
  let inputs = inputsOfHandlers.get(handler);
  if (inputs === undefined) {
    inputs = readInputs(context.getClass(), handler.name);
    inputsOfHandlers.set(handler, inputs);
  }
  return inputs;
}

function readInputs(controller: object, method: string): HandlerInputs {
  const parameters = Object.entries<{ data?: unknown }>(
    Reflect.getMetadata(ROUTE_ARGS_METADATA, controller, method) ?? {},
  );
  // Nest's keys are `<type>:<index>`.
  const has = (type: RouteParamtypes) => parameters.some(([key]) => key.startsWith(`${type}:`));
  return {
    hasBody: has(RouteParamtypes.BODY) || parameters.some(([, { data }]) => data === TAKES_BODY),
    hasQuery: has(RouteParamtypes.QUERY),
  };
}
