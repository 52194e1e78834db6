import { execFileSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { DEPLOY, type Document } from './lib.ts';

it('kustomize builds the production overlay', () => {
  const built = execFileSync(
    'kubectl',
    ['kustomize', join(DEPLOY, 'kubernetes/overlays/production')],
    { cwd: dirname(DEPLOY), encoding: 'utf8' },
  );
  const all = parseAllDocuments(built).map((document) => document.toJS() as Document);
  expect(all.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['Deployment', 'ScaledObject', 'PodMonitor', 'NetworkPolicy']),
  );
  const worker = all.find(
    ({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'result-links-worker',
  )!;
  expect(worker.spec.replicas).toBeUndefined();
  expect(worker.spec.template.spec.containers[0].image).toMatch(/^registry\.example\.com\//);
});
