import { buildInstance } from './build-instance.js';
import { compile } from './compile.js';
import type { ObjectPlan } from './plan.js';
import { lineage, RegistrationWatch, ruleCounters, type DtoClass } from './registrations.js';
import { transformerCounters } from './transformer-registrations.js';

/** What was found out about a class. No plan: it is class-validator's business. */
interface Compiled {
  plan: ObjectPlan | undefined;
  watch: RegistrationWatch;
}

const compiledOf = new WeakMap<DtoClass, Compiled>();

/**
 * The fast way to a valid instance: the decorators of a class are read once and then applied to the
 * plain input in one pass, calling the same constraint functions as class-validator.
 *
 * It only ever answers "surely valid". For everything else, and for classes with anything whose effect
 * is not known here (groups, asynchronous constraints, `@Transform`, …), class-validator is asked.
 *
 * @returns the instance, equal in every respect to the one of the slow way; or `undefined`: ask there
 */
export function surelyValid<T extends object>(dto: new () => T, input: object): T | undefined {
  try {
    const { plan } = compiledPlan(dto);
    return plan && (buildInstance(plan, input, 0) as T | undefined);
  } catch {
    // A constructor, condition or validator threw. It will again, where the caller expects it.
    return undefined;
  }
}

function compiledPlan(dto: DtoClass): Compiled {
  let compiled = compiledOf.get(dto);
  if (compiled === undefined || compiled.watch.isStale()) {
    compiled = compileNow(dto);
    compiledOf.set(dto, compiled);
  }
  return compiled;
}

function compileNow(dto: DtoClass): Compiled {
  const plans = new Map<DtoClass, ObjectPlan>();
  let plan: ObjectPlan | undefined;
  try {
    plan = compile(dto, plans);
  } catch {
    plan = undefined;
  }
  const classes = new Set([...plans.keys()].flatMap(lineage));
  const counters = [...ruleCounters(classes), ...transformerCounters(classes)];
  return { plan, watch: new RegistrationWatch(counters) };
}
