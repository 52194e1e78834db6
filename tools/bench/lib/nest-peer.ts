import 'reflect-metadata';
import {
  Body,
  Controller,
  HttpCode,
  Module,
  Param,
  Post,
  ValidationPipe,
  type PipeTransform,
} from '@nestjs/common';
import { NestFactory, type AbstractHttpAdapter } from '@nestjs/core';
import { tellParent } from './parent.ts';

/** What a peer does with a result link for a candidate; what it returns is the answer. */
export type AddLink = (candidateId: string, body: unknown) => unknown;

/** How a Nest application is put together. */
export interface NestPeer {
  adapter: AbstractHttpAdapter;
  /** Of the answer. */
  status: number;
  addLink: AddLink;
  /** The class that bodies are validated by, as Nest's documentation says; absent: they are not. */
  bodyClass?: new () => object;
}

/**
 * A Nest application with the one route that a benchmark sends to, in a process of its own: tells its
 * address to the parent and ends with it. Decorators are applied by hand, since Node runs this file as it
 * is, without compiling them.
 */
export async function servePeer({ adapter, status, addLink, bodyClass }: NestPeer): Promise<void> {
  class LinksController {
    add(id: string, body: unknown) {
      return addLink(id, body);
    }
  }
  const links = LinksController.prototype;
  const add = Object.getOwnPropertyDescriptor(links, 'add') as PropertyDescriptor;
  const pipes: PipeTransform[] = [];
  if (bodyClass) {
    pipes.push(
      new ValidationPipe({
        ...{ transform: true, whitelist: true, forbidNonWhitelisted: true },
        expectedType: bodyClass,
      }),
    );
  }
  Param('id')(links, 'add', 0);
  Body(...pipes)(links, 'add', 1);
  HttpCode(status)(links, 'add', add);
  Post(':id/result-links')(links, 'add', add);
  Controller('v1/ats/candidates')(LinksController);

  class App {}
  Module({ controllers: [LinksController] })(App);

  const app = await NestFactory.create(App, adapter, { logger: false });
  await app.listen(0, '127.0.0.1');
  tellParent(await app.getUrl());
}
