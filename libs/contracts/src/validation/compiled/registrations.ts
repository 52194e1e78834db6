import { getMetadataStorage } from '#class-validator';
import type { MetadataStorage } from 'class-validator';

/** A DTO class. */
export type DtoClass = new () => object;

/** One decorator of class-validator on one property. */
export type Rule = ReturnType<MetadataStorage['getTargetValidationMetadatas']>[number];

/** Something that grows by one with each registration. */
export type Counter = { readonly length: number } | { readonly size: number };

/** The rules class-validator applies to a class when it is called without groups, inherited ones included. */
export function rulesOf(dto: DtoClass): Rule[] {
  return getMetadataStorage().getTargetValidationMetadatas(dto, '', false, false);
}

/** What class-validator was told last about a class, without those it extends. */
export function latestRuleOf(dto: object): Rule | undefined {
  return registered().get(dto)?.at(-1);
}

function registered(): Map<object, Rule[]> {
  const storage = getMetadataStorage() as unknown as { validationMetadatas: Map<object, Rule[]> };
  return storage.validationMetadatas;
}

/** The class and those it extends, nearest first. */
export function lineage(dto: object): object[] {
  const classes: object[] = [];
  let next: object | null = dto;
  while (next !== null && next !== Function.prototype) {
    classes.push(next);
    next = Object.getPrototypeOf(next);
  }
  return classes;
}

/** What grows when class-validator learns a rule of one of these classes (or of a class new to it). */
export function ruleCounters(classes: Iterable<object>): Counter[] {
  const validationMetadatas = registered();
  const lists = [...classes].map((one) => validationMetadatas.get(one) ?? []);
  return [validationMetadatas, ...lists];
}

/**
 * Notices decorators that were registered after something was concluded from them. Registrations are
 * only ever added, so one sum tells. A class that is decorated for the first time changes it as well;
 * to conclude once more is cheaper than to look every class up each time.
 */
export class RegistrationWatch {
  private readonly total: number;

  constructor(private readonly counters: readonly Counter[]) {
    this.total = this.count();
  }

  /** Whether anything was registered since. */
  isStale(): boolean {
    return this.count() !== this.total;
  }

  private count(): number {
    let count = 0;
    for (const counter of this.counters) {
      count += 'length' in counter ? counter.length : counter.size;
    }
    return count;
  }
}
