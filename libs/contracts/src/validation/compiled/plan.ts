import type { ValidationArguments, ValidatorConstraintInterface } from 'class-validator';
import type { SureTest } from './known-rules.js';
import type { DtoClass, Rule } from './registrations.js';

/** Everything a class asks of a plain object, put in the order in which it is used. */
export interface ObjectPlan {
  readonly dto: DtoClass;
  readonly properties: readonly PropertyPlan[];
  readonly byName: ReadonlyMap<string, PropertyPlan>;
}

/** What a class asks of one property. */
export interface PropertyPlan {
  readonly name: string;
  /** `@ValidateIf` and its kin: when one says no, the rules do not apply. */
  readonly conditions: readonly Condition[];
  readonly checks: readonly Check[];
  /** The class of the value, or of the elements of the value. */
  readonly nested?: ObjectPlan;
}

/** Whether the rules of a property apply to this value. */
export type Condition = (object: object, value: unknown) => unknown;

/** One rule: a decorator and the constraint behind it. */
export class Check {
  /**
   * @param rule the decorator
   * @param constraint gives the constraint's validator; asked each time, because a dependency
   *   injection container may be set at any moment
   * @param targetName name of the class, as validators are told it
   * @param sureTest passes only what the validator passes, and is asked first
   */
  constructor(
    private readonly rule: Rule,
    private readonly constraint: { readonly instance: ValidatorConstraintInterface },
    private readonly targetName: string,
    private readonly sureTest?: SureTest,
  ) {}

  /** Whether the value surely passes. A validator that answers anything but `true` leaves it open. */
  passes(object: object, value: unknown): boolean {
    const { rule } = this;
    if (rule.validateIf !== undefined && !rule.validateIf(object, value)) {
      return true;
    }
    if (this.sureTest !== undefined && this.isSure(this.sureTest, value)) {
      return true;
    }
    const validator = this.constraint.instance;
    const args: ValidationArguments = {
      targetName: this.targetName,
      property: rule.propertyName,
      object,
      value,
      constraints: rule.constraints,
    };
    if (!rule.each) {
      return validator.validate(value, args) === true;
    }
    if (Array.isArray(value)) {
      return value.every((element) => validator.validate(element, args) === true);
    }
    // class-validator looks into Set and Map as well; JSON has neither.
    return (
      (typeof value !== 'object' || value === null) && validator.validate(value, args) === true
    );
  }

  private isSure(test: SureTest, value: unknown): boolean {
    return this.rule.each ? Array.isArray(value) && value.every(test) : test(value);
  }
}
