import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Kombo } from '@kombo-api/sdk';

/** The peer: a Nest controller (on Fastify, as ours) that hands the body to the official SDK. */
const kombo = new Kombo({
  api_key: 'bench',
  integration_id: 'workday:bench',
  server_url: process.argv[2] ?? '',
});

class LinksController {
  async add(id: string, body: never) {
    await kombo.ats.addCandidateResultLink({ candidate_id: id, body });
    return { status: 'success', data: {}, warnings: [] };
  }
}
const add = Object.getOwnPropertyDescriptor(LinksController.prototype, 'add') as PropertyDescriptor;
Param('id')(LinksController.prototype, 'add', 0);
Body()(LinksController.prototype, 'add', 1);
HttpCode(200)(LinksController.prototype, 'add', add);
Post(':id/result-links')(LinksController.prototype, 'add', add);
Controller('v1/ats/candidates')(LinksController);

class App {}
Module({ controllers: [LinksController] })(App);

const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.send?.(await app.getUrl());
process.on('disconnect', () => process.exit());
