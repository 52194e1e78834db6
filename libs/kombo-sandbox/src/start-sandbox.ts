import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Directory } from './integrations/directory.js';
import type { Sandbox, SandboxOptions, SandboxStats } from './sandbox.js';
import { parseScenario } from './scenarios/scenario.js';
import { Script } from './scenarios/script.js';
import { AnswerCounts } from './server/answer-counts.js';
import type { Controls } from './server/control-routes.js';
import { handleRequest } from './server/handle-request.js';
import { Limiter } from './server/limiter.js';
import { ReceivedFile } from './server/received-file.js';
import { ReceivedLog } from './server/received-log.js';
import type { World } from './server/world.js';
import { sendWebhook } from './webhooks/send-webhook.js';

/** The API key of a sandbox that was given none. */
export const DEFAULT_API_KEY = 'sandbox-key';

/** What a sandbox that was given no secret signs its webhooks with. */
export const DEFAULT_WEBHOOK_SECRET = 'sandbox-webhook-secret-24';

/** Longer than any pause of a client in a test or benchmark, so that it never meets a stale socket. */
const KEEP_ALIVE_MS = 60_000;

/**
 * Starts a stand-in for Kombo on this machine.
 *
 * @throws the error of `listen`, e.g. with code `EADDRINUSE` when the port is taken
 */
export async function startSandbox(options: SandboxOptions = {}): Promise<Sandbox> {
  const { port = 0, host = '127.0.0.1' } = options;
  const closing = new AbortController();
  const world = createWorld(options, closing.signal);
  const controls = createControls(world);
  const server = createServer({ keepAliveTimeout: KEEP_ALIVE_MS }, (request, response) => {
    void handleRequest(world, controls, request, response);
  });
  await listen(server, port, host);
  const origin = originOf(server.address() as AddressInfo);
  return {
    url: `${origin}/v1`,
    origin,
    apiKey: world.apiKey,
    webhookSecret: world.webhookSecret,
    received: (filter) => world.log.list(filter),
    stats: controls.stats,
    script: (scenario) => world.script.add(parseScenario(scenario)),
    setState: (integrationId, state) => {
      if (!world.directory.setState(integrationId, state)) {
        throw new RangeError(`There is no integration ${integrationId} in the sandbox.`);
      }
    },
    sendWebhook: controls.sendWebhook,
    reset: controls.reset,
    close: () => close(server, closing),
  };
}

function createWorld(options: SandboxOptions, closing: AbortSignal): World {
  const { maxReceived = 10_000 } = options;
  const receivedFile =
    options.receivedFile === undefined
      ? undefined
      : new ReceivedFile(options.receivedFile, maxReceived);
  return {
    apiKey: options.apiKey ?? DEFAULT_API_KEY,
    webhookSecret: options.webhookSecret ?? DEFAULT_WEBHOOK_SECRET,
    latencyMs: options.latencyMs ?? 0,
    directory: new Directory(),
    script: new Script(options.seed ?? 1),
    log: new ReceivedLog(maxReceived, receivedFile),
    limiter: new Limiter(
      options.concurrencyLimit ?? 30,
      options.rateLimit ?? { limit: 1_000_000, windowSeconds: 60 },
    ),
    answers: new AnswerCounts(),
    closing,
  };
}

function createControls(world: World): Controls {
  const { script, log, directory, limiter, answers } = world;
  return {
    script,
    log,
    directory,
    stats: () => statsOf(world),
    sendWebhook: (order) => sendWebhook(directory, world.webhookSecret, order),
    reset: () => {
      for (const part of [script, directory, limiter, answers]) part.reset();
      log.clear();
    },
  };
}

function statsOf({ limiter, answers }: World): SandboxStats {
  const integrations = limiter.stats();
  const all = Object.values(integrations);
  const byAnswer = answers.all();
  return {
    requests: Object.values(byAnswer).reduce((sum, count) => sum + count, 0),
    written: all.reduce((sum, { written }) => sum + written, 0),
    maxInFlight: Math.max(0, ...all.map((stats) => stats.maxInFlight)),
    answers: byAnswer,
    integrations,
  };
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

/** Where clients on this machine reach it; an address that means "all" is none to connect to. */
function originOf({ address, family, port }: AddressInfo): string {
  if (family === 'IPv6') return `http://[${address === '::' ? '::1' : address}]:${port}`;
  return `http://${address === '0.0.0.0' ? '127.0.0.1' : address}:${port}`;
}

function close(server: Server, closing: AbortController): Promise<void> {
  closing.abort();
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
