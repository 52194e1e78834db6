module.exports = {
  displayName: 'kombo-sandbox',
  preset: '../../jest.preset.js',
  coverageDirectory: 'coverage',
};
