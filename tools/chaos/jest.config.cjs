module.exports = {
  displayName: 'chaos',
  preset: '../../jest.preset.js',
  // Not `*.spec.ts`: the project around this folder would run them a second time.
  testMatch: ['**/*.chaos-spec.ts'],
  // Most of a scenario is waiting, so two at a time; more would disturb each other's clocks.
  maxWorkers: 2,
  coverageDirectory: 'coverage',
};
