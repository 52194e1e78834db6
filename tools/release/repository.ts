/** Where the sources are: npm shows it, and checks a package's provenance against it. */
export interface Repository {
  type: 'git';
  /** `git+https://….git` */
  url: string;
}

/**
 * The repository that a release is made from: the one that was named, else the one whose CI runs this
 * (GitHub Actions: `GITHUB_SERVER_URL` and `GITHUB_REPOSITORY`; GitLab CI: `CI_PROJECT_URL`). This checkout does not know
 * its own address, so that a fork does not publish in the name of another.
 *
 * @param named an `https://` address
 * @throws Error that says what to do when there is none, or none that can be published
 */
export function findRepository(env: NodeJS.ProcessEnv, named?: string): Repository {
  const { GITHUB_SERVER_URL, GITHUB_REPOSITORY, CI_PROJECT_URL } = env;
  const github =
    GITHUB_SERVER_URL && GITHUB_REPOSITORY && `${GITHUB_SERVER_URL}/${GITHUB_REPOSITORY}`;
  const address = named || github || CI_PROJECT_URL;
  if (!address) {
    throw new Error(
      'The repository is not known: a release is made by CI (GITHUB_SERVER_URL and GITHUB_REPOSITORY, or CI_PROJECT_URL), or with --repository=https://…',
    );
  }
  const url = URL.canParse(address) ? new URL(address) : undefined;
  if (url?.protocol !== 'https:' || url.username || url.password || url.search || url.hash) {
    throw new Error(
      `The repository must be an https:// address without credentials, like https://github.com/owner/name; it comes from ${named ? '--repository' : 'the environment of CI'}.`,
    );
  }
  const path = url.pathname.replace(/(\.git)?\/*$/, '');
  return { type: 'git', url: `git+https://${url.host}${path}.git` };
}
