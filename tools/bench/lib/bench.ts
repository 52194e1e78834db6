import { cpus, loadavg } from 'node:os';
import { blockText, type Result } from './document.ts';
import { isMet } from './goals.ts';
import { readOptions, type Setting, type Settings } from './options.ts';
import { report } from './report.ts';
import { Scope } from './scope.ts';

/**
 * Runs a bench: reads its options, measures, ends what was started for it, and reports.
 *
 * @param name of the command, `bench:<name>`, and of the block in docs/performance.md
 * @param defaults of its options. One that is called `beside` names another checkout, and such a comparison is printed only
 */
export async function bench<Defaults extends Readonly<Record<string, Setting>>>(
  name: string,
  defaults: Defaults,
  measure: (options: Settings<Defaults>, scope: Scope) => Promise<Result>,
): Promise<void> {
  const options = readOptions(defaults, process.argv.slice(2));
  const given = options.given.length === 0 ? '' : ` -- ${options.given.join(' ')}`;
  const isComparison = options.given.some((option) => option.startsWith('--beside='));
  const loadBefore = loadavg()[0] ?? NaN;
  const scope = new Scope();
  let result: Result;
  try {
    result = await measure(options.values, scope);
  } finally {
    await scope.close();
  }
  const block = blockText(result, {
    command: `npm run bench:${name}${given}`,
    at: new Date(),
    node: process.versions.node,
    cores: cpus().length,
    load: [loadBefore, loadavg()[0] ?? NaN],
  });
  await report(name, block, options.isPrintOnly || isComparison);
  process.exitCode = options.isChecked && !result.goals.every(isMet) ? 1 : 0;
}
