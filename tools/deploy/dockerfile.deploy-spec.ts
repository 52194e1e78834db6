import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { validate } from 'dockerfile-utils';
import { DEPLOY, readDeployFile } from './lib.ts';

const dockerfile = readDeployFile('Dockerfile');
const stages = dockerfile.split(/^FROM /m).slice(1);
const last = stages.at(-1)!;

it('is a Dockerfile without faults', () => {
  expect(validate(dockerfile)).toEqual([]);
});

it('ends in an image without a shell, run by a user without a name or rights', () => {
  expect(stages).toHaveLength(2);
  expect(last).toMatch(/^gcr\.io\/distroless\/nodejs24-/);
  expect(last).toMatch(/^USER 65532:65532$/m);
  expect(last).not.toMatch(/^RUN /m);
});

it('starts node directly, in the exec form, so that signals arrive', () => {
  expect(last).toMatch(/^CMD \["apps\/api\/dist\/main\.js"\]$/m);
  expect(last).not.toMatch(/^ENTRYPOINT/m);
  expect(last).toMatch(/^STOPSIGNAL SIGTERM$/m);
});

it('checks its health by node itself, with a file that is there', () => {
  const [, file] = /CMD \["\/nodejs\/bin\/node", "(.+)"\]/.exec(last)!;
  expect(existsSync(join(DEPLOY, '..', file!))).toBe(true);
});

it('has no secrets and no tags that move to another Node', () => {
  expect(dockerfile).not.toMatch(/(KEY|PASSWORD|TOKEN|SECRET)=/);
  for (const stage of stages) {
    expect(stage).toMatch(/^\S*node(js)?:?24\b/);
  }
});

it('gives the builder nothing that was built elsewhere', () => {
  const ignored = readDeployFile('Dockerfile.dockerignore').split('\n');
  expect(ignored).toEqual(
    expect.arrayContaining(['.git', '.data', '.env*', '**/node_modules', '**/dist']),
  );
});
