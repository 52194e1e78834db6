/** Starts the app, sends it one good and one bad request, and prints what came back. */
import 'reflect-metadata';
import { Module, ValidationPipe } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import loadMetadata from '@result-links/contracts/openapi';
import { createAdapter } from './adapter.mjs';
import { ResultsController } from './results.controller.mjs';

@Module({ controllers: [ResultsController] })
class AppModule {}

const app = await NestFactory.create(AppModule, createAdapter(), { logger: ['error'] });
app.useGlobalPipes(new ValidationPipe({ transform: true }));
await SwaggerModule.loadPluginMetadata(loadMetadata);
const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
SwaggerModule.setup('docs', app, document);
await app.listen(0, '127.0.0.1');

const origin = await app.getUrl();
const good = {
  x_integration_id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
  candidate_id: '3kPq8TnVwXyZ5bRdHjMcLfGs',
  request_body: {
    label: 'Assessment result',
    url: 'https://assessments.example.com/results/42',
    details: { custom_field_name_prefix: 'Acme:', attributes: [{ key: 'Score', value: '97 %' }] },
  },
};
const bad = { ...good, request_body: { ...good.request_body, url: 'results/42' } };
console.log(
  JSON.stringify({
    good: await post(good),
    bad: await post(bad),
    schemas: document.components?.schemas,
    page: (await fetch(`${origin}/docs`)).status,
  }),
);
await app.close();

async function post(body: unknown) {
  const response = await fetch(`${origin}/results`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
