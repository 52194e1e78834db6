module.exports = {
  displayName: 'consumers',
  preset: '../../jest.preset.js',
  // Not `*.spec.ts`: the project around this folder would run them a second time.
  testMatch: ['**/*.consumer-spec.ts'],
  // Tests in here belong to the consumers, who run them.
  testPathIgnorePatterns: ['/projects/'],
  modulePathIgnorePatterns: ['<rootDir>/projects/'],
  globalSetup: './lib/pack-libraries.ts',
  globalTeardown: './lib/remove-packed.ts',
  // Installing and compiling is what most of these tests do.
  testTimeout: 180_000,
  maxWorkers: 2,
  coverageDirectory: 'coverage',
};
