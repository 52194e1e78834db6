import { latestRuleOf, type Rule } from './registrations.js';

/** Whether a value surely passes a rule. `false` says nothing: then the rule itself is asked. */
export type SureTest = (value: unknown) => boolean;

const testOf = new WeakMap<Rule, SureTest>();

/**
 * A decorator whose rules the short cut need not ask class-validator about: it registers what it always did, and notes the
 * test beside it. By the very rule, not by its name: a decorator of somebody else may have the same one.
 *
 * @param decorator of class-validator, which registers one rule
 * @param test is made of the decorator's first argument
 */
export function withSureTest<Args extends unknown[]>(
  decorator: (...args: Args) => PropertyDecorator,
  test: (first: NoInfer<Args>[0]) => SureTest | undefined,
): (...args: Args) => PropertyDecorator {
  return (...args) =>
    (target, property) => {
      decorator(...args)(target, property);
      const rule = latestRuleOf(target.constructor);
      const sure = test(args[0]);
      if (rule !== undefined && sure !== undefined) testOf.set(rule, sure);
    };
}

/** The test that was noted beside a rule. */
export function sureTestOf(rule: Rule): SureTest | undefined {
  return testOf.get(rule);
}
