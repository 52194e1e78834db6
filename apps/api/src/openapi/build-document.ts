import { KomboClient } from '@result-links/kombo-client';
import type { OpenAPIObject } from '@nestjs/swagger';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';
import { createLogger } from '../logging/logger.js';
import { createDocument } from './document.js';

/** The OpenAPI document of an application that never listens; for the committed copy. */
export async function buildDocument(): Promise<OpenAPIObject> {
  const kombo = new KomboClient({ apiKey: 'unused', baseUrl: 'http://127.0.0.1:9/v1' });
  const app = await createApp(readConfig({}), kombo, createLogger('silent'));
  try {
    return await createDocument(app);
  } finally {
    await app.close();
    kombo.close();
  }
}
