// Checks by tools that npm cannot install: `npm run test:tools`. Not part of `npm test`.
module.exports = {
  displayName: 'tools outside npm',
  preset: './jest.preset.js',
  rootDir: '../..',
  testMatch: ['<rootDir>/{apps,libs,tools}/**/*.tool.spec.ts'],
  testPathIgnorePatterns: ['/node_modules/'],
  globalSetup: '<rootDir>/tools/outside-npm/require-tools.ts',
  maxWorkers: 2,
};
