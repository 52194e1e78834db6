import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Config } from '../config/config.js';

/** Where a trial keeps what has to outlive a restart, besides the database. */
export interface TrialFiles {
  /** What the embedded sandbox has received. */
  receivedFile: string;
  /** The generated API key of earlier runs; saves the one of this run if there is none. */
  keepApiKey(): string;
}

/**
 * A trial is the embedded database with the embedded sandbox. Without these files a second start would
 * have the same deliveries but another API key, and a sandbox that has forgotten every link.
 * `undefined` when this is no trial.
 */
export function trialFiles({ engine, apiKey, isApiKeyGenerated }: Config): TrialFiles | undefined {
  if (engine.kombo !== null || engine.databaseUrl !== undefined) return undefined;
  const keyFile = join(engine.dataDir, 'trial-api-key');
  return {
    receivedFile: join(engine.dataDir, 'sandbox-received.ndjson'),
    keepApiKey: () => {
      if (!isApiKeyGenerated) return apiKey;
      if (existsSync(keyFile)) return readFileSync(keyFile, 'utf8').trim();
      writeFileSync(keyFile, `${apiKey}\n`, { mode: 0o600, flag: 'wx' });
      return apiKey;
    },
  };
}
