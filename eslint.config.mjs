import nx from '@nx/eslint-plugin';
import prettier from 'eslint-config-prettier';
import * as jsoncParser from 'jsonc-eslint-parser';
import { boundaries } from './tools/lint/boundaries.mjs';

export default [
  {
    ignores: [
      'tools/consumers/projects',
      '**/dist',
      '**/out-tsc',
      '**/coverage',
      '**/node_modules',
      '**/.nx',
    ],
  },
  ...nx.configs['flat/base'],
  ...nx.configs['flat/typescript'],
  ...nx.configs['flat/javascript'],
  {
    files: ['**/*.ts', '**/*.mjs', '**/*.cjs', '**/*.js'],
    rules: {
      '@nx/enforce-module-boundaries': ['error', boundaries],
      // `import type` of a DTO compiles and silently switches validation off, so nothing may
      // rewrite imports for us: the authors choose.
      '@typescript-eslint/consistent-type-imports': 'off',
      '@typescript-eslint/no-unused-vars': [
        'error',
        { argsIgnorePattern: '^_', ignoreRestSiblings: true },
      ],
    },
  },
  {
    files: ['{apps,libs}/**/src/**/*.ts'],
    languageOptions: {
      parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname },
    },
    rules: {
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': ['error', { checksVoidReturn: false }],
      'no-restricted-syntax': [
        'error',
        {
          selector:
            'CallExpression[callee.property.name=/^(trace|debug|info|warn|error|fatal)$/] > ObjectExpression.arguments:first-child > Property[key.name="error"]',
          message:
            'Log an error as `err`: its kind, stack and cause are written only under this name.',
        },
      ],
    },
  },
  {
    files: ['libs/contracts/src/**/*.ts'],
    ignores: ['**/*.spec.ts', '**/testing/**', '**/class-validator/from-package.ts'],
    rules: {
      '@typescript-eslint/no-restricted-imports': [
        'error',
        {
          name: 'class-validator',
          allowTypeImports: true,
          message:
            "Import it from '#class-validator', and add its name to src/validation/class-validator/: one import of the whole package makes every consumer load all of it.",
        },
      ],
    },
  },
  {
    files: [
      '**/*.spec.ts',
      '**/testing/**/*.ts',
      'apps/*-e2e/**/*.ts',
      'tools/{chaos,deploy}/**/*.ts',
    ],
    // A test that finds nothing there fails, which is what it is for.
    rules: { '@typescript-eslint/no-non-null-assertion': 'off' },
  },
  {
    files: ['libs/*/package.json', 'apps/*/package.json'],
    languageOptions: { parser: jsoncParser },
    rules: {
      '@nx/dependency-checks': [
        'error',
        {
          // Peers that other packages load by themselves, and files that are served; nothing of ours imports them.
          ignoredDependencies: ['class-transformer', 'class-validator', 'rxjs', 'swagger-ui-dist'],
          ignoredFiles: [
            '{projectRoot}/jest.config.cjs',
            '{projectRoot}/eslint.config.mjs',
            '{projectRoot}/**/*.spec.ts',
            '{projectRoot}/test/**/*',
          ],
        },
      ],
    },
  },
  prettier,
];
