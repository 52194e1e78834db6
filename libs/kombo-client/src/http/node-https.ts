import type Https from 'node:https';

/**
 * Node's `https`, loaded when it is first asked for. It brings TLS and all of `node:crypto`, which take longer
 * to load than `node:http` does (3 to 6 of the 50 ms of a program that sends one result link), and
 * plain HTTP needs neither. Not an `import()`: agents and requests are made in one go.
 */
export function nodeHttps(): typeof Https {
  return process.getBuiltinModule('node:https');
}
