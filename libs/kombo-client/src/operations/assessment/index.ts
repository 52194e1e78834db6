export * from './get-orders.js';
export * from './get-packages.js';
export * from './set-packages.js';
export * from './update-order-result.js';
