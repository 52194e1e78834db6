'use strict';

const fs = require('fs');
const os = require('os');
const path = require('path');
const vm = require('vm');
const { createRequire, wrap } = require('module');

/**
 * Runs the bundle as `require` would, with what V8 compiled of it the last time the same command ran;
 * it is kept in the user's cache folder. Node.js' own compile cache does nearly that, but keeps only what is compiled
 * before a program starts, not the functions it then calls: `send` takes 7 of 59 ms longer with it.
 *
 * NODE_DISABLE_COMPILE_CACHE=1 turns it off, as it does Node.js' own.
 */
module.exports = function runCompiled(file, command) {
  const source = fs.readFileSync(file, 'utf8');
  const cache = cacheFile(source, command);
  const cachedData = cache && read(cache);
  const script = new vm.Script(wrap(source), {
    filename: file,
    cachedData,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  if (cache && (cachedData === undefined || script.cachedDataRejected)) {
    process.on('exit', () => keep(cache, script.createCachedData()));
  }
  const module = { exports: {} };
  const run = script.runInThisContext();
  run.call(module.exports, module.exports, createRequire(file), module, file, path.dirname(file));
};

/**
 * By the bundle's content, which its first line identifies: V8 itself compares no more than the length.
 * Not in the shared temporary folder, where others could have put something first.
 */
function cacheFile(source, command) {
  const [, build] = /^\/\/ build ([0-9a-f]{16})\n/.exec(source) || [];
  const xdg = process.env.XDG_CACHE_HOME || '';
  const home = homeFolder();
  const base = path.isAbsolute(xdg) ? xdg : path.join(home, '.cache');
  const isHomeless = base !== xdg && (home === '' || !fs.existsSync(home));
  if (build === undefined || process.env.NODE_DISABLE_COMPILE_CACHE || isHomeless) {
    return undefined;
  }
  const name = /^[a-z]{1,20}$/.test(command || '') ? command : 'other';
  const folder = [process.version, process.arch, build].join('-');
  return path.join(base, 'result-links', folder, name);
}

function read(cache) {
  try {
    return fs.readFileSync(cache);
  } catch {
    return undefined;
  }
}

/** Whole or not at all; a cache that cannot be written is no trouble to anybody. */
function keep(cache, data) {
  const part = cache + '.' + process.pid;
  try {
    fs.mkdirSync(path.dirname(cache), { recursive: true, mode: 0o700 });
    fs.writeFileSync(part, data, { mode: 0o600 });
    fs.renameSync(part, cache);
  } catch {
    fs.rmSync(part, { force: true });
  }
}

/** '' for a user id without an account, as in a container: Node.js throws for those. */
function homeFolder() {
  try {
    return os.homedir();
  } catch {
    return '';
  }
}
