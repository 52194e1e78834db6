/** Runs the app with Nest's pipe and with the contract's, and prints how each answers. */
import 'reflect-metadata';
import {
  BadRequestException,
  Module,
  ValidationPipe,
  type INestApplication,
  type PipeTransform,
} from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { DocumentBuilder, SwaggerModule } from '@nestjs/swagger';
import { ContractPipe } from '@result-links/contracts';
import loadMetadata from '@result-links/contracts/openapi';
import { createAdapter } from './adapter.mjs';
import { ResultsController } from './results.controller.mjs';

@Module({ controllers: [ResultsController] })
class AppModule {}

const request_body = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
  details: { custom_field_name_prefix: 'Acme:', attributes: [{ key: 'Score', value: '97 %' }] },
};
const good = {
  x_integration_id: 'workday:HWUTwvyx2wLoSUHphiWVrp28',
  candidate_id: '3kPq8TnVwXyZ5bRdHjMcLfGs',
  request_body,
};
const bad = { ...good, request_body: { ...request_body, url: 'results/42' } };

console.log(
  JSON.stringify({
    nest: await tryPipe(new ValidationPipe({ transform: true })),
    contract: await tryPipe(new ContractPipe((errors) => new BadRequestException(errors))),
  }),
);

async function tryPipe(pipe: PipeTransform) {
  const app = await NestFactory.create(AppModule, createAdapter(), { logger: ['error'] });
  app.useGlobalPipes(pipe);
  const schemas = await addSwagger(app);
  await app.listen(0, '127.0.0.1');
  const origin = await app.getUrl();
  const answers = {
    good: await post(`${origin}/results`, good),
    bad: await post(`${origin}/results`, bad),
    page: (await fetch(`${origin}/docs`)).status,
  };
  await app.close();
  return { ...answers, schemas };
}

async function addSwagger(app: INestApplication) {
  await SwaggerModule.loadPluginMetadata(loadMetadata);
  const document = SwaggerModule.createDocument(app, new DocumentBuilder().build());
  SwaggerModule.setup('docs', app, document);
  return document.components?.schemas;
}

async function post(url: string, body: unknown) {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}
