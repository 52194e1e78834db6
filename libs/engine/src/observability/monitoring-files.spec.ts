import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { allMetrics } from '../testing/all-metrics.js';
import type { ServiceMetrics } from './metrics/service-metrics.js';

/** Alerts, dashboard, autoscaling and runbook speak of the metrics that this library defines. */
const ROOT = join(__dirname, '../../../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

interface Rule {
  alert: string;
  expr: string;
  labels: { severity: string };
  annotations: { summary: string; runbook_url: string };
}
interface Panel {
  title: string;
  type: string;
  targets?: { expr: string }[];
}

const rules: Rule[] = parse(read('deploy/prometheus/alerts.yml')).groups.flatMap(
  (group: { rules: Rule[] }) => group.rules,
);
const panels: Panel[] = JSON.parse(read('deploy/grafana/result-links.json')).panels;
const scaling = parse(read('deploy/kubernetes/components/autoscaling/scaled-object.yaml'));
const runbook = read('docs/runbook.md');

/** Every name under which Prometheus knows a metric of ours. */
async function knownSeries(): Promise<Map<string, Set<string>>> {
  const metrics = allMetrics();
  const all = await metrics.registry.getMetricsAsJSON();
  return new Map(
    all.flatMap(({ name, type }) => {
      const suffixes = String(type) === 'histogram' ? ['_bucket', '_sum', '_count'] : [''];
      return suffixes.map((suffix) => [name + suffix, labelsOf(metrics, name)] as const);
    }),
  );
}

function labelsOf({ registry }: ServiceMetrics, name: string): Set<string> {
  const { labelNames = [] } = registry.getSingleMetric(name) as unknown as {
    labelNames?: string[];
  };
  return new Set(labelNames);
}

const NAMES = /\b(?:result_links|process|nodejs)_\w+/g;
const expressions: [string, string][] = [
  ...rules.map(({ alert, expr }): [string, string] => [`alert ${alert}`, expr]),
  ...panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }): [string, string] => [`panel ${title}`, expr]),
  ),
  ['autoscaling', scaling.spec.triggers[0].metadata.query],
];

it.each(expressions)('%s asks for series and labels that there are', async (_name, expr) => {
  const known = await knownSeries();
  const names = expr.match(NAMES) ?? [];
  expect(names.filter((name) => !known.has(name))).toEqual([]);
  expect(names.length > 0 || expr.includes('up{')).toBe(true);
  // Labels that Prometheus itself gives, and a histogram's own.
  const labels = new Set(['job', 'instance', 'le', ...names.flatMap((n) => [...known.get(n)!])]);
  const grouped = [...expr.matchAll(/by \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(','));
  const matched = [...expr.matchAll(/[{,]\s*(\w+)[!=]~?=?"/g)].map(([, label = '']) => label);
  const used = [...grouped, ...matched].map((label) => label.trim());
  expect(used.filter((label) => !labels.has(label))).toEqual([]);
});

it.each(rules.map((rule) => [rule.alert, rule] as const))(
  '%s has an entry in the runbook, and says so',
  (alert, { annotations, labels }) => {
    expect(runbook).toContain(`### ${alert}\n`);
    expect(annotations.runbook_url).toBe(`docs/runbook.md#${alert.toLowerCase()}`);
    expect(annotations.summary).toMatch(/\.$/);
    expect(['page', 'ticket']).toContain(labels.severity);
  },
);

it('has no entry in the runbook for an alert that is gone', () => {
  const entries = [...runbook.matchAll(/^### (ResultLinks\w+)$/gm)].map(([, name]) => name);
  expect(entries.sort()).toEqual(rules.map(({ alert }) => alert).sort());
});

it('tests every alert, once firing and once silent', () => {
  const tests: { name: string }[] = parse(read('deploy/prometheus/alerts.test.yml')).tests;
  const wanted = rules.flatMap(({ alert }) => [`${alert} fires`, `${alert} stays silent`]);
  expect(tests.map(({ name }) => name).sort()).toEqual(wanted.sort());
});

it('describes every metric of ours in docs/metrics.md', async () => {
  const page = read('docs/metrics.md');
  const metrics = allMetrics();
  const names = metrics.registry
    .getMetricsAsArray()
    .map(({ name }) => name)
    .filter((name) => name.startsWith('result_links_'));
  expect(names.filter((name) => !page.includes(`\`${name}\``))).toEqual([]);
});
