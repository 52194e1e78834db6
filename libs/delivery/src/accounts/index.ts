export * from './api-keys.js';
export * from './model.js';
export * from './ports.js';
export * from './region.js';
export * from './admin-keys.js';
