import { getMetadataStorage, ValidationTypes } from '#class-validator';
import { isForbiddenKey } from '../hazards.js';
import { sureTestOf } from './known-rules.js';
import { Check, type Condition, type ObjectPlan, type PropertyPlan } from './plan.js';
import { rulesOf, type DtoClass, type Rule } from './registrations.js';
import { canReadTransformer, isTransformed, typeOf } from './transformer-registrations.js';

/** Something in the class whose effect is not known here; validating it is left to class-validator. */
export class NotCompilable extends Error {}

/** Rule types with a meaning that {@link ObjectPlan} can express. */
const KNOWN_TYPES: ReadonlySet<string> = new Set([
  ValidationTypes.CUSTOM_VALIDATION,
  ValidationTypes.NESTED_VALIDATION,
  ValidationTypes.CONDITIONAL_VALIDATION,
  ValidationTypes.IS_DEFINED,
  ValidationTypes.WHITELIST,
]);

/** Classes that class-transformer does not build key by key. */
const BUILT_IN: readonly unknown[] = [String, Number, Boolean, Date, Object, Array, Map, Set];

/**
 * Reads the decorators of a class, and of every class nested in it, into a plan.
 *
 * @param plans the plans made so far; a class that contains itself is found here
 * @throws NotCompilable when any of the classes has something only class-validator can judge
 */
export function compile(dto: DtoClass, plans: Map<DtoClass, ObjectPlan>): ObjectPlan {
  const known = plans.get(dto);
  if (known !== undefined) {
    return known;
  }
  refuseIf(!canReadTransformer(), 'class-transformer is there twice');
  refuseIf(isTransformed(dto), `${dto.name} has @Transform, @Expose or @Exclude`);
  const rules = rulesOf(dto);
  // class-validator refuses every instance of such a class.
  refuseIf(rules.length === 0, `${dto.name} has no rules`);
  const properties: PropertyPlan[] = [];
  const byName = new Map<string, PropertyPlan>();
  const plan: ObjectPlan = { dto, properties, byName };
  plans.set(dto, plan);
  for (const [name, own] of groupByProperty(rules)) {
    const property = compileProperty(dto, name, own, plans);
    properties.push(property);
    byName.set(name, property);
  }
  return plan;
}

function groupByProperty(rules: Rule[]): Map<string, Rule[]> {
  const groups = new Map<string, Rule[]>();
  for (const rule of rules) {
    const group = groups.get(rule.propertyName);
    if (group === undefined) {
      groups.set(rule.propertyName, [rule]);
    } else {
      group.push(rule);
    }
  }
  return groups;
}

function compileProperty(
  dto: DtoClass,
  name: string,
  rules: Rule[],
  plans: Map<DtoClass, ObjectPlan>,
): PropertyPlan {
  const where = `${dto.name}.${String(name)}`;
  // class-transformer leaves methods, accessors and what Object.prototype has alone.
  refuseIf(typeof name !== 'string' || name in dto.prototype, `${where} is on the prototype`);
  refuseIf(isForbiddenKey(name), `${where} is a forbidden key`);
  for (const rule of rules) {
    refuseIf(!KNOWN_TYPES.has(rule.type), `${where} has a rule of type ${rule.type}`);
    refuseIf((rule.groups?.length ?? 0) > 0, `${where} has groups`);
    refuseIf(rule.always !== undefined, `${where} has a rule with "always"`);
  }
  const ofType = (...types: string[]) => rules.filter((rule) => types.includes(rule.type));
  const isNested = ofType(ValidationTypes.NESTED_VALIDATION).length > 0;
  return {
    name,
    conditions: ofType(ValidationTypes.CONDITIONAL_VALIDATION).map(
      (rule) => rule.constraints[0] as Condition,
    ),
    checks: ofType(ValidationTypes.IS_DEFINED, ValidationTypes.CUSTOM_VALIDATION).map((rule) =>
      compileCheck(dto, rule, where),
    ),
    nested: compileNested(dto, name, isNested, plans),
  };
}

function compileCheck(dto: DtoClass, rule: Rule, where: string): Check {
  const constraints = getMetadataStorage().getTargetValidatorConstraints(rule.constraintCls);
  const [constraint] = constraints;
  if (constraint === undefined || constraints.length > 1) {
    throw new NotCompilable(`${where} has ${constraints.length} constraints behind one rule`);
  }
  refuseIf(constraint.async, `${where} has an asynchronous constraint`);
  // The class that class-validator makes for a decorator given as functions is known to nobody else,
  // so no container can have another instance of it; looking one up costs a walk over all of them.
  const isInline = constraint.target.name === 'CustomConstraint';
  const known = isInline ? { instance: constraint.instance } : constraint;
  return new Check(rule, known, dto.name, sureTestOf(rule));
}

function compileNested(
  dto: DtoClass,
  name: string,
  isNested: boolean,
  plans: Map<DtoClass, ObjectPlan>,
): ObjectPlan | undefined {
  const where = `${dto.name}.${name}`;
  const type = typeOf(dto, name);
  refuseIf(isNested !== (type !== undefined), `${where} needs both @ValidateNested and @Type`);
  if (type === undefined) {
    return undefined;
  }
  refuseIf(type.options?.discriminator !== undefined, `${where} has a discriminator`);
  const nested = type.typeFunction?.({ newObject: {}, object: {}, property: name });
  if (typeof nested !== 'function' || isBuiltIn(nested)) {
    throw new NotCompilable(`${where} has a @Type that is no class of fields`);
  }
  refuseIf(
    ![undefined, Array, Object, nested].includes(type.reflectedType as never),
    `${where} is declared as a collection of its own`,
  );
  return compile(nested as DtoClass, plans);
}

function isBuiltIn(type: unknown): boolean {
  return BUILT_IN.includes(type) || type === globalThis.Buffer;
}

function refuseIf(condition: boolean, reason: string): void {
  if (condition) {
    throw new NotCompilable(reason);
  }
}
