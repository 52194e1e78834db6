import {
  ConfigError,
  createLogger,
  explainStartFailure,
  komboClientOf,
  onShutdown,
  openEngine,
  SHUTDOWN_GRACE_MS,
  type Engine,
  type Environment,
} from '@result-links/engine';
import { KomboClient } from '@result-links/kombo-client';
import type { Sandbox } from '@result-links/kombo-sandbox';
import { readConfig, type Config } from './config/config.js';
import { createApp } from './create-app.js';
import { banner } from './first-run/banner.js';
import { trialFiles } from './first-run/trial-files.js';

/** Starts the service and keeps it running until a signal ends it. */
export async function start(env: Environment): Promise<void> {
  try {
    await run(readConfig(env));
  } catch (error) {
    process.stderr.write(`${explainStartFailure(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(given: Config): Promise<void> {
  const config = { ...given };
  const logger = createLogger(config.engine.logLevel);
  const closers: (() => Promise<void> | void)[] = [];
  const close = async () => {
    for (const closeOne of closers.splice(0).reverse()) {
      await closeOne();
    }
  };
  try {
    if (config.engine.kombo === null && config.sandboxRefusal !== null) {
      throw new ConfigError([config.sandboxRefusal]);
    }
    const trial = trialFiles(config);
    const sandbox = config.engine.kombo === null ? await openSandbox(trial?.receivedFile) : null;
    closers.push(() => sandbox?.close());
    const kombo = defaultClient(config, sandbox);
    closers.push(() => kombo.close());
    const engine = await openEngine(config.engine, {
      ...{ kombo, logger, isWorker: config.isWorker },
      serviceName: 'result-links-api',
      ...(sandbox && { komboWebhookSecret: sandbox.webhookSecret }),
    });
    closers.push(() => engine.close(SHUTDOWN_GRACE_MS));
    // The data directory is there and locked now.
    if (trial) config.apiKey = trial.keepApiKey();
    const app = await createApp(config, engine, logger);
    // Those who wait for an outcome get what is known now, so that the server can close.
    closers.push(
      () => app.close(),
      () => engine.waiter.close(),
    );
    await app.listen(config.port, config.host);
    const delayMs = config.engine.shutdownDelayMs;
    onShutdown({ announce: () => engine.announceEnd(), delayMs, close }, logger);
    await welcome(config, engine, await app.getUrl(), sandbox);
  } catch (error) {
    await close();
    throw error;
  }
}

/** Prints the banner at once, or once the database is there: a replica may start before its server. */
async function welcome(
  config: Config,
  engine: Engine,
  url: string,
  sandbox: Sandbox | null,
): Promise<void> {
  await engine.ready();
  const sample = sandbox === null ? null : await trySample(url, config, sandbox);
  process.stdout.write(banner({ url, config, database: engine.database, sandbox, sample }));
}

// Loaded only where there is no Kombo: the sandbox is not for production.
async function openSandbox(receivedFile?: string): Promise<Sandbox> {
  const { startSandbox } = await import('@result-links/kombo-sandbox');
  return startSandbox({ ...(receivedFile !== undefined && { receivedFile }) });
}

async function trySample(url: string, { apiKey }: Config, sandbox: Sandbox) {
  const { newSample, sendSample } = await import('./first-run/sample.js');
  return { ...(await sendSample(url, apiKey, sandbox)), next: newSample() };
}

function defaultClient({ engine: { kombo } }: Config, sandbox: Sandbox | null): KomboClient {
  if (kombo !== null) {
    return komboClientOf(kombo);
  }
  if (sandbox === null) {
    throw new TypeError('neither Kombo nor a sandbox');
  }
  return new KomboClient({ apiKey: sandbox.apiKey, baseUrl: sandbox.url });
}
