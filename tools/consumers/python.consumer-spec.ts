/** The JSON Schema of a result link in Python, by the package `jsonschema`, where both are installed. */
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createConsumer, linkLibraries } from './lib/consumer.ts';
import { runOrFail } from './lib/run.ts';

const valid = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42?a=%C3',
};
const details = {
  custom_field_name_prefix: 'Acme:',
  attributes: [{ key: 'Score', value: '97 %' }],
};

const BODIES: [body: object, isAccepted: boolean][] = [
  [valid, true],
  [{ ...valid, details }, true],
  [{ ...valid, remote_fields: { another_ats: { key: [1] }, oracle: {} } }, true],
  [{ ...valid, url: 'results/42' }, false],
  [{ ...valid, url: 'https://u:p@a.example' }, false],
  [{ ...valid, url: `${valid.url}\n` }, false],
  [{ ...valid, label: '' }, false],
  [{ ...valid, surprise: 1 }, false],
  [{ ...valid, details: { ...details, attributes: [{ key: 'Score', value: 97 }] } }, false],
  [{ ...valid, remote_fields: { talent360: {} } }, false],
  [{ label: 'Assessment result' }, false],
];

const hasJsonschema = spawnSync('python3', ['-c', 'import jsonschema']).status === 0;
const testInPython = hasJsonschema ? it : it.skip;
if (!hasJsonschema) console.warn('Skipped: no python3 with the package jsonschema is installed.');

testInPython('gives the same verdicts', async () => {
  const consumer = createConsumer('python');
  try {
    await linkLibraries(consumer);
    writeFileSync(join(consumer.folder, 'bodies.json'), JSON.stringify(BODIES.map(([b]) => b)));
    const output = await runOrFail('python3', ['check.py'], { cwd: consumer.folder });
    expect(JSON.parse(output)).toEqual(BODIES.map(([, isAccepted]) => isAccepted));
  } finally {
    consumer.remove();
  }
});
