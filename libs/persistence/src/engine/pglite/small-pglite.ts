import { setFlagsFromString } from 'node:v8';
import { PGlite } from '@electric-sql/pglite';

/**
 * PGlite whose SQL parser is never compiled by V8's optimising compiler.
 *
 * The parser is one WebAssembly function of 105 kB. V8 takes it for hot after some 130 tokens (it counts
 * the bytes jumped over, and the parser's loop is long), and optimising it takes 604 MB and a second of a
 * core, whatever the compiler's other flags say; malloc gives back only part of that. What is compiled first
 * while optimising is off stays as it is, so that is off for the first statement, which brings the parser
 * in; storage, executor and commit are optimised as ever. Measured: peak 740 → 340 MB, the first thousand
 * accepts 1.1 → 0.6 ms of CPU each, later ones the same, deliveries 0.71 → 0.74 ms.
 *
 * Should a change of V8 or PGlite leave this without effect, the memory is back and nothing else is wrong.
 */
export class SmallPGlite extends PGlite {
  /** PGlite's first statement, part of its start. */
  override async _initArrayTypes(...args: Parameters<PGlite['_initArrayTypes']>): Promise<void> {
    await withoutOptimising(() => super._initArrayTypes(...args));
  }
}

/** Runs `work` while V8 optimises no WebAssembly that it sees for the first time, in the whole process. */
export async function withoutOptimising<T>(work: () => Promise<T>): Promise<T> {
  optimiseWasm(false);
  try {
    return await work();
  } finally {
    optimiseWasm(true);
  }
}

/** Both are on unless a flag of the command line says otherwise. */
function optimiseWasm(isOn: boolean): void {
  for (const flag of ['wasm-tier-up', 'wasm-dynamic-tiering']) {
    setFlagsFromString(isOn ? `--${flag}` : `--no-${flag}`);
  }
}
