import { once } from 'node:events';
import {
  POPULATION_SIZE,
  SANDBOX_INTEGRATIONS,
  startSandbox,
  type Sandbox,
} from '@result-links/kombo-sandbox';
import type { Context, Handler } from '../../command.js';
import { usageError } from '../../errors.js';
import type { Style } from '../../output/style.js';
import { DEFAULT_PORT, type SandboxOptions } from './options.js';

/** Starts the sandbox, tells how to use it, and ends it when the user does. */
export const handleSandbox: Handler<SandboxOptions> = async ({ options }, { signal, env }) => {
  const { port = DEFAULT_PORT } = options;
  const sandbox = await startSandbox({ port }).catch((error: NodeJS.ErrnoException) => {
    throw cannotListen(port, error);
  });
  return {
    data: {
      status: 'success',
      url: sandbox.url,
      api_key: sandbox.apiKey,
      integrations: SANDBOX_INTEGRATIONS,
    },
    text: (style) => describe(sandbox, programName(env), style),
    running: untilAborted(signal).then(() => sandbox.close()),
  };
};

function cannotListen(port: number, error: NodeJS.ErrnoException): Error {
  if (error.code === 'EADDRINUSE') {
    return usageError('port_in_use', `Port ${port} is already in use.`, {
      hint: 'Choose another one with --port; 0 takes any free one.',
    });
  }
  if (error.code === 'EACCES') {
    return usageError('port_forbidden', `Port ${port} may not be used by you.`, {
      hint: 'Choose one above 1023 with --port.',
    });
  }
  return error;
}

async function untilAborted(signal: AbortSignal): Promise<void> {
  if (!signal.aborted) {
    await once(signal, 'abort');
  }
}

/** As the user called it, so that the line to copy works: `npx` puts nothing on the `PATH` of a shell. */
function programName(env: Context['env']): string {
  return env['npm_command'] === 'exec' ? 'npx result-links' : 'result-links';
}

function describe({ url, apiKey }: Sandbox, program: string, style: Style): string {
  const width = Math.max(...SANDBOX_INTEGRATIONS.map(({ id }) => id.length));
  const [healthy] = SANDBOX_INTEGRATIONS;
  return [
    `${style.good('Sandbox:')} ${url}`,
    `${style.good('API key:')} ${apiKey}`,
    '',
    'Integrations, each with candidate-1 to candidate-3 and application-1 to application-3:',
    ...SANDBOX_INTEGRATIONS.map(
      ({ id, description }) => `  ${style.strong(id.padEnd(width))}  ${description}`,
    ),
    '',
    `Each also has ${POPULATION_SIZE} people to find, e.g. by the email address person-41@example.com.`,
    '',
    'Try it in another terminal:',
    `  KOMBO_API_KEY=${apiKey} KOMBO_BASE_URL=${url} ${program} send \\`,
    `    --integration ${healthy?.id} --candidate candidate-1 --label "Assessment result" --url https://example.com/results/42`,
    '',
    style.faint('Ctrl-C ends it.'),
  ].join('\n');
}
