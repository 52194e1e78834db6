/**
 * What `npm run lint:imports` checks beside the boundaries between projects (boundaries.mjs): no circle of
 * imports, also of types only.
 */
export default {
  forbidden: [
    {
      name: 'no-circle',
      severity: 'error',
      comment: 'Move what both need to where both may look.',
      from: {},
      to: { circular: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.base.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(/dist/|/out-tsc/|/projects/)' },
    includeOnly: '^(apps|libs|tools)/',
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@result-links/source', 'import', 'node', 'default'],
    },
  },
};
