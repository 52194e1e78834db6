/** Clients that well-known generators make of the API's OpenAPI document: they compile, and they call. */
import { join } from 'node:path';
import { build } from 'esbuild';
import { createConsumer, installPackages, linkPackages, type Consumer } from './lib/consumer.ts';
import { WORKSPACE } from './lib/packed.ts';
import { startStubApi, type StubApi } from './lib/stub-api.ts';

const DOCUMENT = `${WORKSPACE}/apps/api/openapi.json`;

let consumer: Consumer;
let api: StubApi;
beforeAll(async () => {
  api = await startStubApi();
  consumer = createConsumer('openapi-client');
  await installPackages(consumer, [
    '@hey-api/openapi-ts@0.99.0',
    'openapi-fetch@0.17.0',
    'openapi-typescript@7.13.0',
    'typescript@5.9.3',
  ]);
  linkPackages(consumer, ['@types/node']);
  const { command } = consumer;
  const types = 'generated/openapi-typescript.d.ts';
  const generated = [
    await command('openapi-typescript/bin/cli.js', DOCUMENT, '-o', types),
    await command('.bin/openapi-ts', '-i', DOCUMENT, '-o', 'generated/hey-api', '--no-log-file'),
  ];
  expect(generated).toMatchObject([{ exitCode: 0 }, { exitCode: 0 }]);
});
afterAll(async () => {
  consumer.remove();
  await api.close();
});

it('compile', async () => {
  const { exitCode, stdout } = await consumer.command('typescript/bin/tsc', '-p', '.');
  expect({ exitCode, stdout }).toEqual({ exitCode: 0, stdout: '' });
});

it.each(['openapi-typescript', 'hey-api'])('%s calls the API', async (name) => {
  await build({
    entryPoints: [join(consumer.folder, `${name}.mts`)],
    outfile: join(consumer.folder, `${name}.mjs`),
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
  });
  api.seen.length = 0;
  const { exitCode, stdout, stderr } = await consumer.node(`${name}.mjs`, api.origin);
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  expect(JSON.parse(stdout)).toEqual({ written: 'success', refused: 'url' });
  const request = 'POST /v1/ats/candidates/c%201/result-links workday:1 Bearer key';
  expect(api.seen).toEqual([request, request]);
});
