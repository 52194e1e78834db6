import type { OpenAPIObject } from '@nestjs/swagger';
import { createLogger, type Engine } from '@result-links/engine';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';
import { createDocument } from './document.js';

/** The OpenAPI document of an application that never listens; for the committed copy. */
export async function buildDocument(): Promise<OpenAPIObject> {
  // Describing routes touches nothing that they stand on.
  const app = await createApp(readConfig({}), {} as Engine, createLogger('silent'));
  try {
    return await createDocument(app);
  } finally {
    await app.close();
  }
}
