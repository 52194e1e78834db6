/** What a release would publish: `npm run release:publish -- --dry-run`. */
import { LIBRARIES, manifestOf, WORKSPACE } from './lib/packed.ts';
import { run, type Ended } from './lib/run.ts';

/** No registry is needed in a dry run: npm asks this one for earlier versions, once, and goes on. */
const env = {
  npm_config_registry: 'http://127.0.0.1:9/',
  npm_config_fetch_retries: '0',
  GITHUB_REPOSITORY: '',
  CI_PROJECT_URL: '',
};

function publish(...args: string[]): Promise<Ended> {
  return run(process.execPath, ['tools/release/publish.ts', '--dry-run', ...args], {
    cwd: WORKSPACE,
    env,
  });
}

it('shows each package with its version, tag, repository and files', async () => {
  const { exitCode, stdout, stderr } = await publish('--repository=https://git.example/acme/links');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  for (const library of LIBRARIES) {
    const { name, version } = manifestOf(library);
    expect(stdout).toContain(
      `${name} ${version}\n  tag         latest\n  repository  git+https://git.example/acme/links.git, libs/${library}\n`,
    );
  }
  expect(stdout).toContain('    dist/index.js\n');
  expect(stdout).not.toMatch(/\.spec\.|testing\//);
  expect(stdout).toMatch(/Dry run: nothing was published\.\n$/);
});

it('refuses where the repository is not known', async () => {
  const { exitCode, stdout, stderr } = await publish();
  expect({ exitCode, stdout }).toEqual({ exitCode: 1, stdout: '' });
  expect(stderr).toMatch(/repository is not known.*--repository=https/);
});
