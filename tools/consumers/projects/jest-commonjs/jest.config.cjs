module.exports = {
  transform: { '^.+\\.[cm]?[jt]sx?$': ['@swc/jest', { module: { type: 'commonjs' } }] },
  // Everything in node_modules is left alone but these ES modules.
  transformIgnorePatterns: ['/node_modules/(?!@result-links/)'],
};
