module.exports = {
  displayName: 'kombo-sandbox-server',
  preset: '../../jest.preset.js',
  coverageDirectory: 'coverage',
};
