export type { LoaderOptions, LoaderStats } from './loading/loader.js';
export { LookUpError } from './look-up-error.js';
export type { FoundApplication, FoundCandidate, IdKind, LookUps } from './look-ups.js';
export { createResolver, type Resolver, type ResolverOptions } from './resolver.js';
export { komboLookUps, type KomboLookUpsOptions } from './kombo/kombo-look-ups.js';
