/** class-validator declares its types for the package as a whole; `from-package.ts` has them. */
declare module 'class-validator/cjs/*';
