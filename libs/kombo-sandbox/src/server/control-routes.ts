import type { Directory } from '../integrations/directory.js';
import { INTEGRATION_STATES, isIntegrationStateName } from '../integrations/states.js';
import { InvalidScenarioError, parseScenario } from '../scenarios/scenario.js';
import type { Script } from '../scenarios/script.js';
import { parseJson, saysJson, send, type Call } from './call.js';
import type { ReceivedFilter, ReceivedLog } from './received-log.js';
import { jsonReply, type Reply } from '../kombo/reply.js';
import type { SandboxStats } from '../sandbox.js';
import {
  InvalidWebhookOrderError,
  parseWebhookOrder,
  type SentWebhook,
  type WebhookOrder,
} from '../webhooks/send-webhook.js';

/** What the control routes act on. */
export interface Controls {
  script: Script;
  log: ReceivedLog;
  directory: Directory;
  stats: () => SandboxStats;
  reset: () => void;
  sendWebhook: (order: WebhookOrder) => Promise<SentWebhook>;
}

/** A control request that cannot be done; the message is for the person who sent it. */
class ControlError extends Error {
  constructor(
    readonly status: number,
    message: string,
  ) {
    super(message);
  }
}

type Handler = (controls: Controls, call: Call, argument: string) => Reply | Promise<Reply>;

const NO_CONTENT: Reply = { status: 204, headers: {}, body: '', code: null };

/** Method and path below `/__sandbox/`; `*` is one segment. README.md has the same table in words. */
const ROUTES: Readonly<Record<string, Handler>> = {
  'GET received': ({ log }, call) => {
    const received = log.list(filterOf(call.query));
    const written = received.filter((record) => record.wasWritten).length;
    return jsonReply(200, { count: received.length, written, received });
  },
  'DELETE received': ({ log }) => {
    log.clear();
    return NO_CONTENT;
  },
  'GET stats': ({ stats }) => jsonReply(200, stats()),
  'GET scenarios': ({ script }) => jsonReply(200, { scenarios: script.list() }),
  'POST scenarios': ({ script }, call) => jsonReply(201, script.add(parseScenario(jsonBody(call)))),
  'DELETE scenarios': ({ script }) => {
    script.reset();
    return NO_CONTENT;
  },
  'DELETE scenarios/*': ({ script }, _call, id) => {
    if (!script.remove(Number(id))) throw new ControlError(404, `there is no scenario ${id}`);
    return NO_CONTENT;
  },
  'GET integrations': ({ directory }) => jsonReply(200, { integrations: directory.list() }),
  'PUT integrations/*': ({ directory }, call, id) => {
    const state = (jsonBody(call) as { state?: unknown } | null)?.state;
    if (!isIntegrationStateName(state)) {
      const names = Object.keys(INTEGRATION_STATES).join(', ');
      throw new ControlError(400, `state must be one of ${names}`);
    }
    if (!directory.setState(id, state))
      throw new ControlError(404, `there is no integration ${id}`);
    return jsonReply(200, directory.find(id));
  },
  'POST webhooks': async ({ sendWebhook }, call) =>
    jsonReply(200, await sendWebhook(parseWebhookOrder(jsonBody(call)))),
  'POST reset': ({ reset }) => {
    reset();
    return NO_CONTENT;
  },
};

/** `/__sandbox/…`: scripting and reading out. No key, but only for callers on this machine. */
export async function answerControl(controls: Controls, call: Call, path: string[]): Promise<void> {
  send(call, await controlReply(controls, call, path));
}

async function controlReply(controls: Controls, call: Call, path: string[]): Promise<Reply> {
  try {
    if (!isLoopback(call.request.socket.remoteAddress)) {
      throw new ControlError(403, 'control routes answer only on loopback');
    }
    const [name = '', argument] = path;
    const pattern = argument === undefined ? name : `${name}/*`;
    const key = `${call.request.method} ${pattern}`;
    const handler = path.length <= 2 && Object.hasOwn(ROUTES, key) ? ROUTES[key] : undefined;
    if (handler === undefined) {
      const known = Object.keys(ROUTES).map((route) => route.replace(' ', ' /__sandbox/'));
      throw new ControlError(404, `there is no such control route; there are: ${known.join(', ')}`);
    }
    return await handler(controls, call, argument ?? '');
  } catch (error) {
    if (error instanceof ControlError) return jsonReply(error.status, { error: error.message });
    if (error instanceof InvalidScenarioError || error instanceof InvalidWebhookOrderError) {
      return jsonReply(400, { error: error.message });
    }
    throw error;
  }
}

/** Insists on the content type, so that no web page can send it without the browser asking first. */
function jsonBody(call: Call): unknown {
  const body = saysJson(call) ? parseJson(call.rawBody) : undefined;
  if (body === undefined) {
    throw new ControlError(400, 'send a JSON body with content-type: application/json');
  }
  return body;
}

function filterOf(query: URLSearchParams): ReceivedFilter {
  const written = query.get('written');
  return {
    integration: query.get('integration') ?? undefined,
    target: query.get('target') ?? undefined,
    written: written === null ? undefined : written === 'true',
  };
}

function isLoopback(address: string | undefined): boolean {
  return address !== undefined && /^(::1$|(::ffff:)?127\.)/.test(address);
}
