/**
 * Who may import whom (docs/architecture.md has the picture). Two tags per project, no wildcard:
 * a project without tags, or with a tag that has no entry here, may import nothing of ours.
 */
const frameworks = ['@nestjs/*', 'fastify', '@fastify/*'];
const databases = ['pg', 'pg-boss', '@electric-sql/*'];

export const boundaries = {
  enforceBuildableLibDependency: true,
  // A project's own files, one for Node.js and one for browsers: `imports` of its package.json.
  allow: ['^#'],
  // Loading lazily is about start-up time here, not about chunks of a web page.
  checkDynamicDependenciesExceptions: ['.*'],
  depConstraints: [
    {
      // Imported by browsers too: class-validator, class-transformer and nothing heavier.
      sourceTag: 'type:contracts',
      onlyDependOnLibsWithTags: [],
      bannedExternalImports: [...frameworks, ...databases, 'axios', 'undici', 'pino', 'commander'],
    },
    {
      sourceTag: 'type:client',
      onlyDependOnLibsWithTags: ['type:contracts'],
      bannedExternalImports: [...frameworks, ...databases],
    },
    {
      sourceTag: 'type:resolver',
      onlyDependOnLibsWithTags: ['type:contracts', 'type:client'],
      bannedExternalImports: [...frameworks, ...databases, 'axios'],
    },
    {
      sourceTag: 'type:webhooks',
      onlyDependOnLibsWithTags: ['type:contracts', 'type:client'],
      bannedExternalImports: [...frameworks, ...databases],
    },
    {
      sourceTag: 'type:sandbox',
      onlyDependOnLibsWithTags: ['type:contracts'],
      bannedExternalImports: [...databases],
    },
    {
      // The rules: no framework, no SQL, no HTTP.
      sourceTag: 'type:domain',
      onlyDependOnLibsWithTags: ['type:contracts', 'type:client'],
      bannedExternalImports: [...frameworks, ...databases, 'axios'],
    },
    {
      sourceTag: 'type:data',
      onlyDependOnLibsWithTags: ['type:domain', 'type:contracts'],
      bannedExternalImports: [...frameworks, 'axios'],
    },
    {
      sourceTag: 'type:engine',
      onlyDependOnLibsWithTags: [
        'type:data',
        'type:domain',
        'type:webhooks',
        'type:resolver',
        'type:client',
        'type:contracts',
      ],
      bannedExternalImports: [...frameworks, 'axios', ...databases],
    },
    {
      sourceTag: 'type:app',
      onlyDependOnLibsWithTags: [
        'type:contracts',
        'type:client',
        'type:sandbox',
        'type:domain',
        'type:resolver',
        'type:engine',
      ],
    },
    {
      sourceTag: 'type:e2e',
      onlyDependOnLibsWithTags: ['type:contracts', 'type:client', 'type:sandbox'],
    },
    { sourceTag: 'type:tools', onlyDependOnLibsWithTags: ['type:contracts'] },
    { sourceTag: 'scope:shared', onlyDependOnLibsWithTags: ['scope:shared'] },
    { sourceTag: 'scope:server', onlyDependOnLibsWithTags: ['scope:shared', 'scope:server'] },
    {
      sourceTag: 'scope:cli',
      onlyDependOnLibsWithTags: ['scope:shared', 'scope:cli'],
      bannedExternalImports: ['@nestjs/*', ...databases],
    },
  ],
};
