import { objections, publishable, tagOf, type Manifest } from './manifest.ts';
import { withVersions } from './dependents.ts';
import { findRepository } from './repository.ts';

const MANIFEST: Manifest = { name: '@acme/one', version: '1.2.3', nx: { tags: [] } };

describe('the repository', () => {
  const github = { GITHUB_SERVER_URL: 'https://github.com', GITHUB_REPOSITORY: 'acme/links' };

  it.each([
    ['GitHub Actions', github, undefined, 'git+https://github.com/acme/links.git'],
    [
      'GitLab CI',
      { CI_PROJECT_URL: 'https://git.example/a/b' },
      undefined,
      'git+https://git.example/a/b.git',
    ],
    [
      'a name, which wins',
      github,
      'https://git.example/c/d.git/',
      'git+https://git.example/c/d.git',
    ],
  ])('comes from %s', (_what, env, named, url) => {
    expect(findRepository(env, named)).toEqual({ type: 'git', url });
  });

  it('is not made up', () => {
    expect(() => findRepository({ GITHUB_SERVER_URL: 'https://github.com' })).toThrow(
      /repository is not known.*--repository=https/,
    );
  });

  it.each(['http://git.example/a', 'git@git.example:a/b', 'https://me:token@git.example/a/b'])(
    'is no %s, and the message shows no token',
    (named) => {
      expect(() => findRepository({}, named)).toThrow(
        /^The repository must be an https:\/\/ address(?!.*token)/,
      );
    },
  );
});

describe('a manifest', () => {
  it('is published with its repository and provenance, without what only Nx reads', () => {
    const repository = findRepository({}, 'https://git.example/a/b');
    expect(publishable(MANIFEST, repository, 'libs/one')).toEqual({
      name: '@acme/one',
      version: '1.2.3',
      repository: { type: 'git', url: 'git+https://git.example/a/b.git', directory: 'libs/one' },
      publishConfig: { access: 'public', provenance: true },
    });
  });

  it.each([
    ['1.2.3', 'latest'],
    ['1.2.3-beta.0', 'beta'],
    ['2.0.0-rc-new.1', 'rc-new'],
  ])('of version %s has the tag %s', (version, tag) => {
    expect(tagOf({ ...MANIFEST, version })).toBe(tag);
  });

  it.each(['1.2', 'v1.2.3', '1.2.3-0', ''])('of version "%s" is refused', (version) => {
    expect(() => tagOf({ ...MANIFEST, version })).toThrow(/^@acme\/one: /);
  });
});

it('packages are not published that do not fit together', () => {
  const other = {
    name: '@acme/two',
    version: '1.0.0',
    dependencies: { '@acme/one': '1.2.2', axios: '1.0.0' },
  };
  expect(objections([MANIFEST, { ...other, dependencies: { '@acme/one': '1.2.3' } }])).toEqual([]);
  expect(
    objections([MANIFEST, other, { ...MANIFEST, name: '@acme/three', private: true }]),
  ).toEqual([
    '@acme/two depends on @acme/one 1.2.2, which is at 1.2.3: run nx release version.',
    '@acme/three is private.',
  ]);
});

it('dependents get the new versions, and nothing else is touched', () => {
  const text = (one: string) =>
    `{\n  "version": "0.0.1",\n  "a": {"@acme/one": "${one}", "@acme/one-more": "0.0.1"},\n  "b": {"@acme/two": "^1.0.0"}\n}\n`;
  const versions = new Map([
    ['@acme/one', '0.1.0'],
    ['@acme/two', '1.1.0'],
  ]);
  expect(withVersions(text('0.0.1'), versions)).toBe(text('0.1.0'));
});
