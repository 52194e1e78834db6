/** The DTO in a NestJS controller, validated by Nest's pipe or the contract's, and described by its Swagger module. */
import {
  createConsumer,
  installLibraries,
  linkLibraries,
  linkPackages,
  type Consumer,
} from './lib/consumer.ts';

async function checkApp(consumer: Consumer): Promise<void> {
  const compiled = await consumer.command('typescript/bin/tsc', '-p', '.');
  expect(compiled).toMatchObject({ exitCode: 0, stdout: '' });
  const { exitCode, stdout, stderr } = await consumer.node('dist/main.mjs');
  expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
  const { nest, contract } = JSON.parse(stdout);
  for (const { good, bad, page, schemas } of [nest, contract]) {
    expect(good).toEqual({
      status: 201,
      body: { isInstance: true, attributes: ['ResultLinkAttribute'] },
    });
    expect(bad.status).toBe(400);
    expect(page).toBe(200);
    checkSchemas(schemas);
  }
  const complaint = expect.stringMatching(/url must be an absolute/);
  expect(nest.bad.body.message).toEqual([complaint]);
  expect(contract.bad.body.message).toEqual([
    { path: 'request_body.url', code: 'isHttpUrl', message: complaint },
  ]);
}

function checkSchemas(schemas: Record<string, { properties: object; required: string[] }>): void {
  const request = schemas.PostAtsCandidatesCandidateIDResultLinksRequest;
  expect(request?.required).toEqual(['x_integration_id', 'candidate_id']);
  expect(request?.properties).toMatchObject({
    x_integration_id: { description: expect.stringMatching(/^ID of the integration/) },
  });
  expect(Object.keys(schemas.ResultLinkDetails?.properties ?? {})).toEqual([
    'custom_field_name_prefix',
    'attributes',
  ]);
}

it('NestJS 12', async () => {
  const consumer = createConsumer('nestjs', 'nestjs-12');
  try {
    const nest = ['common', 'core', 'platform-fastify', 'swagger'].map((name) => `@nestjs/${name}`);
    await linkLibraries(consumer, [...nest, 'typescript', '@types/node']);
    await checkApp(consumer);
  } finally {
    consumer.remove();
  }
});

it('NestJS 11, installed with npm', async () => {
  const consumer = createConsumer('nestjs', 'nestjs-11');
  try {
    await installLibraries(consumer, [
      '@nestjs/common@11.2.10',
      '@nestjs/core@11.2.10',
      '@nestjs/platform-express@11.2.10',
      '@nestjs/swagger@11.4.7',
      'rxjs@7.8.2',
    ]);
    linkPackages(consumer, ['typescript', '@types/node', 'undici-types']);
    await checkApp(consumer);
  } finally {
    consumer.remove();
  }
});
