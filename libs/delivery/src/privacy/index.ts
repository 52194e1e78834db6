export * from './erasing.js';
export * from './ports.js';
