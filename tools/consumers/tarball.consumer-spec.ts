/** What is in the packed libraries. */
import { LIBRARIES, manifestOf, tarballOf, WORKSPACE } from './lib/packed.ts';
import { runOrFail } from './lib/run.ts';

describe.each(LIBRARIES)('%s', (library) => {
  let files: string[];
  beforeAll(async () => {
    const list = await runOrFail('tar', ['-tzf', tarballOf(library)], { cwd: WORKSPACE });
    files = list
      .trim()
      .split('\n')
      .map((file) => file.replace(/^package\//, './'));
  });

  it('has every file its exports name', () => {
    const targets = Object.values(manifestOf(library).exports)
      .flatMap((target) => (typeof target === 'string' ? target : Object.values(target)))
      .filter((target) => !target.includes('*'));
    expect(targets.filter((target) => !files.includes(target))).toEqual([]);
  });

  it('names types first, but for the condition of this workspace', () => {
    const conditions = Object.values(manifestOf(library).exports)
      .filter((target) => typeof target === 'object')
      .map((target) => Object.keys(target).filter((name) => name !== '@result-links/source'));
    expect(conditions.length).toBeGreaterThan(0);
    for (const names of conditions) expect(names).toEqual(['types', 'default']);
  });

  it('has the sources its source maps lead to', () => {
    const maps = files.filter((file) => file.endsWith('.js.map'));
    const sources = maps.map((file) => file.replace('./dist/', './src/').replace('.js.map', '.ts'));
    expect(maps.length).toBeGreaterThan(10);
    expect(sources.filter((source) => !files.includes(source))).toEqual([]);
  });

  it('has no tests, no build state and nothing of this workspace’s set-up', () => {
    const surplus = /\.spec\.|\/testing\/|tsbuildinfo|tsconfig|jest\.config|out-tsc|coverage/;
    expect(files.filter((file) => surplus.test(file))).toEqual([]);
    expect(files).toContain('./README.md');
  });
});
