module.exports = {
  displayName: 'api',
  preset: '../../jest.preset.js',
  // Each spec file starts a service; a process that has run many is replaced (see persistence).
  maxWorkers: 2,
  workerIdleMemoryLimit: '600MB',
  coverageDirectory: 'coverage',
};
