import {
  ConfigError,
  createLogger,
  explainStartFailure,
  komboClientOf,
  onShutdown,
  openEngine,
  readEngineConfig,
  SHUTDOWN_GRACE_MS,
  type Environment,
} from '@result-links/engine';

/** Starts a process that only delivers, and keeps it running until a signal ends it. */
export async function start(env: Environment): Promise<void> {
  try {
    const { kombo: access, ...config } = readEngineConfig(env);
    if (access === null || config.databaseUrl === undefined) {
      throw new ConfigError([
        'a worker needs DATABASE_URL and KOMBO_API_KEY: it shares a PostgreSQL server with the API, and delivers to Kombo',
      ]);
    }
    const logger = createLogger(config.logLevel);
    const kombo = komboClientOf(access);
    const engine = await openEngine(
      { ...config, kombo: access },
      { kombo, logger, isWorker: true, serviceName: 'result-links-worker' },
    );
    const close = async () => {
      await engine.close(SHUTDOWN_GRACE_MS);
      kombo.close();
    };
    const delayMs = config.shutdownDelayMs;
    onShutdown({ announce: () => engine.announceEnd(), delayMs, close }, logger);
    await engine.ready();
    logger.info('worker is delivering');
  } catch (error) {
    process.stderr.write(`${explainStartFailure(error)}\n`);
    process.exitCode = 1;
  }
}
