import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as apps from 'kubernetes-models/apps/v1';
import * as networking from 'kubernetes-models/networking.k8s.io/v1';
import * as policy from 'kubernetes-models/policy/v1';
import * as core from 'kubernetes-models/v1';
import { DEPLOY, readYaml, readYamls, type Document } from './lib.ts';

type Model = new (data?: object) => { validate(): void };

const KINDS: Record<string, Record<string, unknown>> = {
  v1: core,
  'apps/v1': apps,
  'policy/v1': policy,
  'networking.k8s.io/v1': networking,
};
const BASE = 'kubernetes/base';
const files: string[] = readYaml(`${BASE}/kustomization.yaml`).resources;
const documents = files.flatMap((file) => readYamls(`${BASE}/${file}`));
const of = (kind: string) => documents.filter((document) => document.kind === kind);
const named = documents.map((document) => [`${document.kind} ${document.metadata.name}`, document]);

it.each(named)('%s is valid', (_name, document) => {
  const { apiVersion, kind } = document as Document;
  const model = KINDS[apiVersion]?.[kind] as Model | undefined;
  expect(model).toBeDefined();
  new model!(document as Document).validate();
});

describe.each(of('Deployment').map((one) => [one.metadata.name, one.spec.template.spec] as const))(
  '%s',
  (name, pod) => {
    const [container] = pod.containers;

    it('runs without rights, on a file system it cannot write', () => {
      expect(pod.securityContext).toMatchObject({
        ...{ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } },
      });
      expect(container.securityContext).toEqual({
        ...{ allowPrivilegeEscalation: false, readOnlyRootFilesystem: true },
        capabilities: { drop: ['ALL'] },
      });
      expect(pod.automountServiceAccountToken).toBe(false);
      expect(container.resources.limits.memory).toBeDefined();
    });

    it('is asked whether it lives and whether it is ready, on ports it has', () => {
      const ports = container.ports.map((port: { name: string }) => port.name);
      for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
        expect(ports).toContain(container[probe].httpGet.port);
      }
      // A database that is away must not restart everything at once.
      expect(container.livenessProbe.httpGet.path).toBe('/health/live');
      expect(container.readinessProbe.httpGet.path).toBe('/health/ready');
    });

    it('has the time to end in good order', () => {
      expect(pod.terminationGracePeriodSeconds).toBeGreaterThan(45 + 5);
    });

    it('gets secrets by reference only', () => {
      const secrets = container.env.filter(({ name }: { name: string }) =>
        /KEY|URL|SECRET|TOKEN/.test(name),
      );
      expect(secrets.length).toBeGreaterThanOrEqual(2);
      for (const { valueFrom, value } of secrets) {
        expect([value, valueFrom.secretKeyRef.name]).toEqual([undefined, 'result-links']);
      }
    });

    it('is what its disruption budget and its metrics policy select', () => {
      const labels = of('Deployment').find((one) => one.metadata.name === name)!.spec.template
        .metadata.labels;
      const budget = of('PodDisruptionBudget').find((one) => one.metadata.name === name);
      expect(labels).toMatchObject(budget!.spec.selector.matchLabels);
      for (const policyName of ['result-links-metrics', 'result-links-egress']) {
        const found = of('NetworkPolicy').find((one) => one.metadata.name === policyName);
        expect(labels).toMatchObject(found!.spec.podSelector.matchLabels);
      }
    });
  },
);

it('reaches public addresses by HTTPS, no private ones', () => {
  const egress = of('NetworkPolicy').find((one) => one.metadata.name === 'result-links-egress')!;
  const blocks = JSON.stringify(egress);
  for (const range of [
    '10.0.0.0/8',
    '100.64.0.0/10',
    '169.254.0.0/16',
    '172.16.0.0/12',
    '192.168.0.0/16',
  ]) {
    expect(blocks).toContain(range);
  }
});

it('names only files that are there', () => {
  const kustomizations = [BASE, 'kubernetes/overlays/production'].concat(
    ['autoscaling', 'prometheus-operator'].map((name) => `kubernetes/components/${name}`),
  );
  for (const folder of kustomizations) {
    const { resources = [], components = [] } = readYaml(`${folder}/kustomization.yaml`);
    for (const path of [...resources, ...components]) {
      expect(existsSync(join(DEPLOY, folder, path))).toBe(true);
    }
  }
});

it('scales the workers, whose number nobody else sets then', () => {
  const scaled = readYaml('kubernetes/components/autoscaling/scaled-object.yaml');
  expect(scaled.spec.scaleTargetRef.name).toBe('result-links-worker');
  const [patch] = readYaml('kubernetes/components/autoscaling/kustomization.yaml').patches;
  expect(patch.target.name).toBe('result-links-worker');
  expect(patch.patch).toContain('/spec/replicas');
});
