/** The DTO in a NestJS controller, validated by Nest's own pipe and described by its Swagger module. */
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
  const { good, bad, schemas, page } = JSON.parse(stdout);
  expect(good).toEqual({
    status: 201,
    body: { isInstance: true, attributes: ['ResultLinkAttribute'] },
  });
  expect(bad.status).toBe(400);
  expect(bad.body.message).toEqual([
    expect.stringMatching(/^request_body\.url must be an absolute/),
  ]);
  const { properties, required } = schemas.PostAtsCandidatesCandidateIDResultLinksRequest;
  expect(required).toEqual(['x_integration_id', 'candidate_id']);
  expect(properties.x_integration_id.description).toMatch(/^ID of the integration/);
  expect(Object.keys(schemas.ResultLinkDetails.properties)).toEqual([
    'custom_field_name_prefix',
    'attributes',
  ]);
  expect(page).toBe(200);
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
