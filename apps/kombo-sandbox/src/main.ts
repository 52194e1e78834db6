import { SANDBOX_INTEGRATIONS, startSandbox } from '@result-links/kombo-sandbox';
import { readConfig } from './config.js';
import { banner, startFailure } from './messages.js';

try {
  const sandbox = await startSandbox(readConfig(process.env));
  // Nothing keeps the process alive once the sandbox is closed, so it ends with 0.
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void sandbox.close());
  }
  console.log(banner(sandbox, SANDBOX_INTEGRATIONS));
} catch (error) {
  const message = startFailure(error);
  if (message === undefined) throw error;
  console.error(message);
  process.exitCode = 1;
}
