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
  process.exitCode = 2;
} else if (!fs.existsSync(path.join(dist, 'result-links.cjs'))) {
  console.error('result-links is not built yet. Run: npm run build');
  process.exitCode = 2;
} else if (process.argv.length === 3 && process.argv[2] === '--help' && isWide()) {
  // Written when the program was built, by the program: the same text without waiting for it.
  writeOut(fs.readFileSync(path.join(dist, 'help.txt')));
} else {
  require('./run-compiled.cjs')(programFor(process.argv[2]), process.argv[2]);
}

/** The file of the command alone where the first word names one; else, or if it is not there, the whole. */
function programFor(word) {
  const single = path.join(dist, 'single', word + '.cjs');
  const isName = /^[a-z]+$/.test(word || '');
  return isName && fs.existsSync(single) ? single : path.join(dist, 'result-links.cjs');
}

/** Narrower terminals get lines that are broken for them. */
function isWide() {
  return isPlain() || !(process.stdout.columns < 80);
}

/**
 * Whether stdout is a pipe or a file, and so has no width. Asked of the system: to load `process.stdout`
 * takes a tenth of the time of an empty program.
 */
function isPlain() {
  try {
    const stdout = fs.fstatSync(1);
    return stdout.isFIFO() || stdout.isSocket() || stdout.isFile();
    // eslint-disable-next-line @typescript-eslint/no-unused-vars -- an outdated Node.js cannot read `catch {`
  } catch (error) {
    return false; // closed
  }
}

/** All of it, or as much as somebody reads. */
function writeOut(bytes) {
  const isDirect = isPlain();
  let written = 0;
  try {
    while (isDirect && written < bytes.length) written += fs.writeSync(1, bytes, written);
  } catch (error) {
    if (error.code !== 'EAGAIN') return complain(error);
  }
  if (written === bytes.length) return;
  // A terminal, or a pipe that is full and was set not to wait.
  process.stdout.on('error', complain);
  process.stdout.write(bytes.subarray(written));
}

/** A reader that has seen enough is no error. */
function complain(error) {
  if (error.code !== 'EPIPE') console.error('The output cannot be written: ' + error.code + '.');
}
