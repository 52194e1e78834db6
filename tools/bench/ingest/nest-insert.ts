import 'reflect-metadata';
import { randomUUID } from 'node:crypto';
import { Body, Controller, HttpCode, Module, Param, Post } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import pg from 'pg';

/**
 * The peer: what a team writes in an afternoon. One controller, one INSERT per request through a pool of
 * ten; no validation, no idempotency, no queue. (Decorators are applied by hand: Node runs this file as it
 * is, without compiling them.)
 */
const pool = new pg.Pool({ connectionString: process.argv[2], max: 10 });
await pool.query(
  'create table if not exists plain_links (id uuid primary key, target text, body json)',
);

class LinksController {
  async add(id: string, body: unknown) {
    const rowId = randomUUID();
    await pool.query('insert into plain_links values ($1, $2, $3)', [
      rowId,
      id,
      JSON.stringify(body),
    ]);
    return { status: 'accepted', data: { id: rowId } };
  }
}
const add = Object.getOwnPropertyDescriptor(LinksController.prototype, 'add') as PropertyDescriptor;
Param('id')(LinksController.prototype, 'add', 0);
Body()(LinksController.prototype, 'add', 1);
HttpCode(202)(LinksController.prototype, 'add', add);
Post(':id/result-links')(LinksController.prototype, 'add', add);
Controller('v1/ats/candidates')(LinksController);

class App {}
Module({ controllers: [LinksController] })(App);

const app = await NestFactory.create(App, new FastifyAdapter(), { logger: false });
await app.listen(0, '127.0.0.1');
process.send?.(await app.getUrl());
process.on('disconnect', () => process.exit());
