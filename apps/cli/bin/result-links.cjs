#!/usr/bin/env node
'use strict';

// What npm links. Plain JavaScript, so that an outdated Node.js can still read the message.
const existsSync = require('fs').existsSync;
const join = require('path').join;

const version = process.versions.node.split('.').map(Number);
const bundle = join(__dirname, '..', 'dist', 'result-links.cjs');

if (version[0] < 22 || (version[0] === 22 && version[1] < 12)) {
  console.error(
    'result-links needs Node.js 22.12 or newer; this is ' + process.versions.node + '.',
  );
  process.exitCode = 1;
} else if (!existsSync(bundle)) {
  console.error('result-links is not built yet. Run: npm run build');
  process.exitCode = 1;
} else {
  require(bundle);
}
