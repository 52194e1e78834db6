import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { buildDocument } from './build-document.js';
import { startBareApp } from '../testing/bare-app.js';

type Schemas = Record<string, { properties: Record<string, { description?: string }> }>;
const committed = JSON.parse(readFileSync(join(__dirname, '../../openapi.json'), 'utf8'));

it('is the committed document', async () => {
  expect(JSON.parse(JSON.stringify(await buildDocument()))).toEqual(committed);
});

it('describes every property of every schema', () => {
  const schemas = committed.components.schemas as Schemas;
  expect(Object.keys(schemas)).toEqual(
    expect.arrayContaining([
      'PostAtsCandidatesCandidateIDResultLinksRequestBody',
      'ResultLinkDetails',
      'ResultLinkAttribute',
      'ResultLinkRemoteFields',
      'Talent360RemoteFields',
      'ResultLinkErrorResponse',
      'FieldError',
    ]),
  );
  const undescribed = Object.entries(schemas).flatMap(([name, schema]) =>
    Object.entries(schema.properties)
      .filter(([, property]) => !property.description)
      .map(([key]) => `${name}.${key}`),
  );
  expect(undescribed).toEqual([]);
});

it('has no dangling reference', () => {
  const references = [...JSON.stringify(committed).matchAll(/"#\/components\/schemas\/([^"]+)"/g)];
  expect(references.length).toBeGreaterThan(10);
  for (const [, name] of references) {
    expect(committed.components.schemas).toHaveProperty(name!);
  }
});

it('is served, with Swagger UI and nothing from elsewhere', async () => {
  const service = await startBareApp();
  try {
    const json = await fetch(`${service.url}/openapi.json`);
    expect(await json.json()).toEqual(committed);
    expect(json.headers.get('content-type')).toBe('application/json; charset=utf-8');
    const yaml = await fetch(`${service.url}/openapi.yaml`);
    expect(load(await yaml.text())).toEqual(committed);
    const page = await fetch(`${service.url}/docs`);
    expect(page.status).toBe(200);
    const html = await page.text();
    expect(html).toContain('swagger-ui');
    expect(html).not.toMatch(/(src|href)="https?:/);
    for (const [, path] of html.matchAll(/(?:src|href)="([^"]+)"/g)) {
      expect([path, (await fetch(new URL(path!, page.url))).status]).toEqual([path, 200]);
    }
    const slash = await fetch(`${service.url}/docs/`);
    expect([slash.status, slash.url]).toEqual([200, page.url]);
    expect((await fetch(`${service.url}/health/live`)).status).toBe(200);
    expect(await (await fetch(`${service.url}/health/ready`)).json()).toEqual({
      status: 'ready',
      reasons: [],
    });
  } finally {
    await service.close();
  }
});
