/**
 * Lints made-up files with the boundary rule alone. Reads `[{ path, source }]` as JSON from standard
 * input, prints the ids of the broken rules per file. A process of its own, because the rule wants
 * Nx's project graph, which Jest's module registry cannot load.
 */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import nx from '@nx/eslint-plugin';
import { createProjectGraphAsync } from '@nx/devkit';
import { ESLint } from 'eslint';
import tseslint from 'typescript-eslint';
import { boundaries } from './boundaries.mjs';

const cwd = resolve(import.meta.dirname, '../..');
const probes = JSON.parse(readFileSync(0, 'utf8'));
await createProjectGraphAsync();

const eslint = new ESLint({
  cwd,
  overrideConfigFile: true,
  overrideConfig: [
    {
      files: ['**/*.ts'],
      languageOptions: { parser: tseslint.parser },
      plugins: { '@nx': nx },
      rules: { '@nx/enforce-module-boundaries': ['error', boundaries] },
    },
  ],
});

const broken = [];
for (const { path, source } of probes) {
  const [result] = await eslint.lintText(source, { filePath: resolve(cwd, path) });
  broken.push(result.messages.map((message) => message.ruleId ?? message.message));
}
process.stdout.write(JSON.stringify(broken));
