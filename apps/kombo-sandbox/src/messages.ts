import {
  POPULATION_SIZE,
  type Sandbox,
  type SandboxIntegration,
} from '@result-links/kombo-sandbox';
import { ConfigError } from './config.js';

/** What a person needs to use the sandbox: address, key, integrations and a first call. */
export function banner(
  sandbox: Pick<Sandbox, 'url' | 'origin' | 'apiKey'>,
  integrations: readonly SandboxIntegration[],
): string {
  const width = Math.max(...integrations.map(({ id }) => id.length));
  const rows = integrations.map(({ id, description }) => `  ${id.padEnd(width)}  ${description}`);
  return [
    'Kombo sandbox: a stand-in for Kombo on this machine. Nothing leaves it; everything is forgotten at the end.',
    '',
    `  URL      ${sandbox.url}`,
    `  API key  ${sandbox.apiKey}`,
    '',
    'Integrations (each with candidate-1 … candidate-3 and application-1 … application-3):',
    ...rows,
    '',
    `Each also has ${POPULATION_SIZE} people to look up: person-41@example.com, CAND-41, …`,
    '',
    'Write a result link:',
    ...curl(sandbox, integrations[0]?.id ?? '').map((line) => `  ${line}`),
    '',
    'Any fault by candidate id: fail-REMOTE.SERVICE_UNAVAILABLE, slow-2000, html-502, cut-after, hang, …',
    `What was received: curl ${sandbox.origin}/__sandbox/received`,
    '',
  ].join('\n');
}

/** Why the start failed, in one line for the person who can change it; `undefined`: a bug of ours. */
export function startFailure(error: unknown): string | undefined {
  if (error instanceof ConfigError) return error.message;
  const { code, port, address, hostname } = error as Partial<ListenError>;
  switch (code) {
    case 'EADDRINUSE':
      return `Port ${port} on ${address} is in use. Stop what uses it, or set PORT (0 picks a free one).`;
    case 'EACCES':
      return `Port ${port} is reserved. Set PORT to one from 1024 on (0 picks a free one).`;
    case 'EADDRNOTAVAIL':
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
      return `HOST=${address ?? hostname} is no address of this machine; 127.0.0.1 always is.`;
    default:
      return undefined;
  }
}

/** What Node says when it cannot listen. */
interface ListenError {
  code: string;
  port: number;
  address: string;
  hostname: string;
}

function curl(sandbox: Pick<Sandbox, 'url' | 'apiKey'>, integrationId: string): string[] {
  return [
    `curl -i ${sandbox.url}/ats/candidates/candidate-1/result-links \\`,
    `  -H 'Authorization: Bearer ${sandbox.apiKey}' -H 'X-Integration-Id: ${integrationId}' \\`,
    `  -H 'Content-Type: application/json' \\`,
    `  -d '{"label":"Assessment result","url":"https://assessments.example.com/results/42"}'`,
  ];
}
