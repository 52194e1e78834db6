import { Exclude } from 'class-transformer';
// @ts-expect-error class-transformer types its storage only under another path.
import { defaultMetadataStorage } from 'class-transformer/cjs/storage.js';
import { lineage, type Counter } from './registrations.js';

/** One `@Type` of class-transformer on one property. */
export interface TypeRegistration {
  typeFunction?: (of: { newObject: object; object: object; property: string }) => unknown;
  /** What TypeScript wrote down as the type of the property. */
  reflectedType?: unknown;
  options?: { discriminator?: unknown };
}

/** By class; what is in there matters only for `@Type`. */
interface TransformerStorage {
  findTypeMetadata(dto: object, property: string): TypeRegistration | undefined;
  _typeMetadatas: Map<object, Map<string, TypeRegistration>>;
  _transformMetadatas: Map<object, unknown>;
  _exposeMetadatas: Map<object, unknown>;
  _excludeMetadatas: Map<object, unknown>;
}

// There is no public way to what class-transformer's decorators say; class-validator-jsonschema tells
// its users to take this one.
const storage = defaultMetadataStorage as TransformerStorage;

let isTheOne: boolean | undefined;

/**
 * Whether the storage read here is the one that decorators write to. It is not where a bundler took
 * class-transformer itself from its ES module build: then nothing may be concluded from the storage.
 */
export function canReadTransformer(): boolean {
  if (isTheOne === undefined) {
    const probe = class {};
    Exclude()(probe);
    isTheOne = storage._excludeMetadatas.delete(probe);
  }
  return isTheOne;
}

/** Whether `@Transform`, `@Expose` or `@Exclude` is in play anywhere in the class. */
export function isTransformed(dto: object): boolean {
  const { _transformMetadatas, _exposeMetadatas, _excludeMetadatas } = storage;
  return lineage(dto).some(
    (one) =>
      _transformMetadatas.has(one) || _exposeMetadatas.has(one) || _excludeMetadatas.has(one),
  );
}

/** The `@Type` that is in force for a property now. */
export function typeOf(dto: object, property: string): TypeRegistration | undefined {
  return storage.findTypeMetadata(dto, property);
}

/** What grows when class-transformer learns something about one of these classes (or of a class new to it). */
export function transformerCounters(classes: Iterable<object>): Counter[] {
  const { _typeMetadatas, _transformMetadatas, _exposeMetadatas, _excludeMetadatas } = storage;
  const types = [...classes].map((one) => _typeMetadatas.get(one) ?? []);
  return [
    _typeMetadatas,
    _transformMetadatas,
    _exposeMetadatas,
    _excludeMetadatas,
    ...types,
  ] as Counter[];
}
