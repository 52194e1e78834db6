import { KomboClient } from '@result-links/kombo-client';
import { startSandbox, type Sandbox } from '@result-links/kombo-sandbox';
import { ConfigError, type Environment } from './config/read.js';
import { readConfig, type Config } from './config/config.js';
import { createApp } from './create-app.js';
import { banner } from './first-run/banner.js';
import { sendSample } from './first-run/sample.js';
import { createLogger } from './logging/logger.js';
import { onShutdown } from './shutdown.js';

/** Starts the service and keeps it running until a signal ends it. */
export async function start(env: Environment): Promise<void> {
  try {
    await run(readConfig(env));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exitCode = 1;
  }
}

async function run(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  const sandbox = config.kombo === null ? await startSandbox() : null;
  const kombo = new KomboClient(komboOptions(config, sandbox));
  const app = await createApp(config, kombo, logger);
  const close = async () => {
    await app.close();
    kombo.close();
    await sandbox?.close();
  };
  try {
    await app.listen(config.port, config.host);
  } catch (error) {
    await close();
    throw error;
  }
  onShutdown(close, logger);
  const url = (await app.getUrl()).replace('[::1]', '127.0.0.1');
  const sample = sandbox === null ? null : await sendSample(url, config.apiKey, sandbox);
  process.stdout.write(banner({ url, config, sandbox, sample }));
}

function komboOptions(config: Config, sandbox: Sandbox | null) {
  return sandbox === null
    ? { ...config.kombo!, userAgent: 'result-links' }
    : { apiKey: sandbox.apiKey, baseUrl: sandbox.url };
}

/** One line for what the user can mend; the stack for what is a bug. */
function explain(error: unknown): string {
  if (error instanceof ConfigError) {
    return error.problems.map((problem) => `Configuration: ${problem}`).join('\n');
  }
  const { code, port, stack, address } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${address} is in use. Set PORT to another one (PORT=0 picks a free one).`;
  }
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND' || code === 'EACCES') {
    return `Cannot listen on ${address ?? 'HOST'}:${port ?? 'PORT'} (${code}). Check HOST and PORT.`;
  }
  return stack ?? String(error);
}
