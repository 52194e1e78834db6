import { nxPreset } from '@nx/jest/preset';

/**
 * One set-up for every project.
 *
 * Specs and our own sources are compiled to CommonJS by swc, so that `jest.mock` keeps working;
 * ES-module dependencies (NestJS 12) are `require()`d, which Jest can do on Node 24 with
 * `--experimental-vm-modules` (set for the test target in nx.json).
 *
 * The export condition `@result-links/source` makes a test see the sources of the other workspace
 * packages: no build is needed before a test, and a stale `dist` cannot lie.
 */
export default {
  ...nxPreset,
  testEnvironment: 'node',
  testEnvironmentOptions: {
    customExportConditions: ['@result-links/source', 'node', 'require', 'default'],
  },
  // Need tools that npm cannot install: `npm run test:tools`.
  testPathIgnorePatterns: ['/node_modules/', '\\.tool\\.spec\\.ts$'],
  moduleFileExtensions: ['ts', 'js', 'mjs', 'cjs', 'json'],
  // A machine that is busy with other things must not fail a test.
  testTimeout: 120_000,
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      {
        swcrc: false,
        jsc: {
          target: 'es2023',
          parser: { syntax: 'typescript', decorators: true },
          transform: { legacyDecorator: true, decoratorMetadata: true },
          keepClassNames: true,
        },
        module: { type: 'commonjs' },
        sourceMaps: 'inline',
      },
    ],
  },
  coverageReporters: ['text-summary', 'json-summary', 'lcovonly'],
};
