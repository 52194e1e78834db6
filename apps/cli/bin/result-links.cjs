#!/usr/bin/env node
'use strict';

// What npm links. Plain JavaScript, so that an outdated Node.js can still read the message.
const fs = require('fs');
const path = require('path');

const version = process.versions.node.split('.').map(Number);
const dist = path.join(__dirname, '..', 'dist');

if (version[0] < 22 || (version[0] === 22 && version[1] < 12)) {
  console.error(
    'result-links needs Node.js 22.12 or newer; this is ' + process.versions.node + '.',
  );
  process.exitCode = 1;
} else if (!fs.existsSync(path.join(dist, 'result-links.cjs'))) {
  console.error('result-links is not built yet. Run: npm run build');
  process.exitCode = 1;
} else if (process.argv.length === 3 && process.argv[2] === '--help' && isWide(process.stdout)) {
  // Written when the program was built, by the program: the same text without waiting for it.
  process.stdout.on('error', (error) => {
    if (error.code !== 'EPIPE') throw error; // a reader that has seen enough
  });
  process.stdout.write(fs.readFileSync(path.join(dist, 'help.txt'), 'utf8'));
} else {
  require('./run-compiled.cjs')(path.join(dist, 'result-links.cjs'), process.argv[2]);
}

/** Narrower terminals get lines that are broken for them. */
function isWide(stdout) {
  return !(stdout.columns < 80);
}
