import { startSandbox, type Sandbox } from '@result-links/kombo-sandbox';

export { startSandbox, type Sandbox };

/** The environment in which the CLI talks to a sandbox, with its right key. */
export function environmentOf(sandbox: Sandbox): Record<string, string> {
  return { KOMBO_API_KEY: sandbox.apiKey, KOMBO_BASE_URL: sandbox.url };
}
