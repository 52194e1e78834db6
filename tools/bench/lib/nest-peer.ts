import 'reflect-metadata';
import { Body, Controller, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';

/** What a peer does with a result link for a candidate; what it returns is the answer. */
export type AddLink = (candidateId: string, body: unknown) => Promise<unknown>;

/**
 * A Nest application (on Fastify, as ours) with the one route that a benchmark sends to, in a process of
 * its own: tells its address to the parent and ends with it. Decorators are applied by hand, since Node
 * runs this file as it is, without compiling them.
 */
export async function servePeer(status: number, addLink: AddLink): Promise<void> {
  class LinksController {
    add(id: string, body: unknown) {
      return addLink(id, body);
    }
  }
  const links = LinksController.prototype;
  const add = Object.getOwnPropertyDescriptor(links, 'add') as PropertyDescriptor;
  Param('id')(links, 'add', 0);
  Body()(links, 'add', 1);
  HttpCode(status)(links, 'add', add);
  Post(':id/result-links')(links, 'add', add);
  Controller('v1/ats/candidates')(LinksController);

  class App {}
  Module({ controllers: [LinksController] })(App);

  const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
  await app.listen(0, '127.0.0.1');
  process.send?.(await app.getUrl());
  process.on('disconnect', () => process.exit());
}
