import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createLogger, openEngine, type Engine } from '@result-links/engine';
import { KomboClient } from '@result-links/kombo-client';
import { SANDBOX_INTEGRATIONS, startSandbox, type Sandbox } from '@result-links/kombo-sandbox';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';
import { watchAnswers } from './watch-answers.js';

/** A running service on a free port, with a sandbox of its own. */
export interface TestService {
  url: string;
  apiKey: string;
  sandbox: Sandbox;
  engine: Engine;
  /** Every line the service has logged, as text. */
  log(): string;
  /** Sends a request with the right key and an integration that works, unless told otherwise. */
  post(
    path: string,
    init?: {
      headers?: Record<string, string | undefined>;
      body?: string | Uint8Array<ArrayBuffer>;
    },
  ): Promise<Answer>;
  close(): Promise<void>;
}

/** An answer, read to its end. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  /** The parsed body. */
  body: {
    status: string;
    error: {
      code: string | null;
      reason?: string;
      message: string;
      fields?: { path: string; code: string }[];
    } & Record<string, unknown>;
  };
}

const [healthy] = SANDBOX_INTEGRATIONS;

/** The id of the integration whose writes succeed. */
export const HEALTHY = healthy!.id;
/** A candidate of it. */
export const CANDIDATE = healthy!.candidates[0]!.id;

/** Each call gives another result link, so that none is taken for a repetition. */
export function resultLink(): { label: string; url: string } {
  return {
    label: 'Assessment result',
    url: `https://assessments.example.com/results/${randomUUID()}`,
  };
}

/** Each call gives another integration whose writes succeed, with limits and a state of its own. */
export function healthyIntegration(): string {
  return `${HEALTHY}~${randomUUID()}`;
}

/** Starts a service as `npm start` would, on free ports. Closing it fails if an answer was not as documented. */
export async function startService(env: Record<string, string> = {}): Promise<TestService> {
  const sandbox = await startSandbox();
  const dataDir = mkdtempSync(join(tmpdir(), 'result-links-api-'));
  const config = readConfig({
    PORT: '0',
    RESULT_LINKS_LOG_LEVEL: 'trace',
    RESULT_LINKS_DATA_DIR: dataDir,
    // Specs present wrong keys by the dozen, all from one address.
    RESULT_LINKS_AUTH_FAILURE_LIMIT: 'off',
    ...env,
  });
  const kombo = new KomboClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
  const lines: string[] = [];
  const logger = createLogger(config.engine.logLevel, { write: (line) => lines.push(line) });
  const engine = await openEngine(config.engine, {
    ...{ kombo, logger, isWorker: config.isWorker },
    komboWebhookSecret: sandbox.webhookSecret,
  });
  await engine.ready();
  const app = await createApp(config, engine, logger);
  const expectDocumentedAnswers = watchAnswers(app.getHttpServer());
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  return {
    url,
    apiKey: config.apiKey,
    sandbox,
    engine,
    log: () => lines.join(''),
    post: async (path, { headers, body = JSON.stringify(resultLink()) } = {}) => {
      const all: Record<string, string | undefined> = {
        authorization: `Bearer ${config.apiKey}`,
        'x-integration-id': HEALTHY,
        'content-type': 'application/json',
        ...headers,
      };
      const sent = Object.entries(all).filter(
        (entry): entry is [string, string] => entry[1] !== undefined,
      );
      const response = await fetch(url + path, { method: 'POST', headers: sent, body });
      const text = await response.text();
      return { status: response.status, headers: response.headers, text, body: JSON.parse(text) };
    },
    close: async () => {
      engine.waiter.close();
      await app.close();
      await engine.close(5_000);
      kombo.close();
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
      expectDocumentedAnswers();
    },
  };
}
