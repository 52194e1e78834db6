export * from './decide.js';
export * from './model.js';
export * from './pacing.js';
export * from './ports.js';
export * from './states.js';
