module.exports = {
  displayName: 'kombo-client',
  preset: '../../jest.preset.js',
  coverageDirectory: 'coverage',
};
