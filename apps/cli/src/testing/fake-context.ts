import { Readable } from 'node:stream';
import type { Context } from '../command.js';
import { SecretKeeper } from '../output/secrets.js';

/** A context without environment, files or interruption, unless a test adds them. */
export function fakeContext(overrides: Partial<Context> & { stdinText?: string } = {}): Context {
  const { stdinText = '', ...rest } = overrides;
  return {
    env: {},
    homeDir: '/nonexistent-home',
    stdin: () => Readable.from([stdinText]),
    signal: new AbortController().signal,
    secrets: new SecretKeeper(),
    globals: {},
    commands: [],
    isTerminal: false,
    ...rest,
  };
}
