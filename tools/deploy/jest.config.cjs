module.exports = {
  displayName: 'deploy',
  preset: '../../jest.preset.js',
  // Not `*.spec.ts`: the project around this folder would run them a second time.
  testMatch: ['**/*.deploy-spec.ts'],
  coverageDirectory: 'coverage',
};
