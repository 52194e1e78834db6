export * from './inputs.js';
export * from './real-time.js';
export type { StoreBed, Stores } from './store-specs/bed.js';
export { storeSpecs } from './store-specs/index.js';
