module.exports = {
  displayName: 'persistence',
  preset: '../../jest.preset.js',
  coverageDirectory: 'coverage',
  // Spec files start databases: two at a time, and each in a process that has not run PGlite before.
  // V8 sometimes aborts when the WebAssembly code of many closed instances is freed
  // (github.com/nodejs/node/issues/64500); a worker above this limit is replaced after its file.
  maxWorkers: 2,
  workerIdleMemoryLimit: '300MB',
  // Several specs and other projects may share two cores.
  testTimeout: 20_000,
};
