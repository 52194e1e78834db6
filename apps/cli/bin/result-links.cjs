#!/usr/bin/env node
'use strict';

// What npm links. Plain JavaScript, so that an outdated Node.js can still read the message.
const fs = require('fs');
const os = require('os');
const path = require('path');

const version = process.versions.node.split('.').map(Number);
const bundle = path.join(__dirname, '..', 'dist', 'result-links.cjs');

if (version[0] < 22 || (version[0] === 22 && version[1] < 12)) {
  console.error(
    'result-links needs Node.js 22.12 or newer; this is ' + process.versions.node + '.',
  );
  process.exitCode = 1;
} else if (!fs.existsSync(bundle)) {
  console.error('result-links is not built yet. Run: npm run build');
  process.exitCode = 1;
} else {
  keepCompiledCode();
  require(bundle);
}

/**
 * Lets Node.js keep the compiled bundle in the user's cache folder: half of the time that `--help`
 * takes beyond an empty program. Not in the shared temporary folder, where others could have put
 * something first. NODE_DISABLE_COMPILE_CACHE=1 turns it off.
 */
function keepCompiledCode() {
  const xdg = process.env.XDG_CACHE_HOME || '';
  const home = os.homedir();
  if (path.isAbsolute(xdg)) {
    require('module').enableCompileCache(path.join(xdg, 'result-links'));
  } else if (fs.existsSync(home)) {
    require('module').enableCompileCache(path.join(home, '.cache', 'result-links'));
  }
}
