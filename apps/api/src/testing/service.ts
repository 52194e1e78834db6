import { KomboClient } from '@result-links/kombo-client';
import { SANDBOX_INTEGRATIONS, startSandbox, type Sandbox } from '@result-links/kombo-sandbox';
import { readConfig } from '../config/config.js';
import { createApp } from '../create-app.js';
import { createLogger } from '../logging/logger.js';

/** A running service on a free port, with a sandbox of its own. */
export interface TestService {
  url: string;
  apiKey: string;
  sandbox: Sandbox;
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

/** A result link that is accepted. */
export const RESULT_LINK = {
  label: 'Assessment result',
  url: 'https://assessments.example.com/results/42',
};

/** Starts a service as `npm start` would, on free ports. */
export async function startService(
  options: { writeTimeoutMs?: number } = {},
): Promise<TestService> {
  const sandbox = await startSandbox();
  const config = readConfig({ PORT: '0', RESULT_LINKS_LOG_LEVEL: 'trace' });
  const kombo = new KomboClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url, ...options });
  const lines: string[] = [];
  const logger = createLogger(config.logLevel, { write: (line) => lines.push(line) });
  const app = await createApp(config, kombo, logger);
  await app.listen(config.port, config.host);
  const url = await app.getUrl();
  return {
    url,
    apiKey: config.apiKey,
    sandbox,
    log: () => lines.join(''),
    post: async (path, { headers, body = JSON.stringify(RESULT_LINK) } = {}) => {
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
      await app.close();
      kombo.close();
      await sandbox.close();
    },
  };
}
