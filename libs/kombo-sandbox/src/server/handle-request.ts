import type { IncomingMessage, ServerResponse } from 'node:http';
import { readBody, send, type Call } from './call.js';
import { answerControl, type Controls } from './control-routes.js';
import {
  answerCheckApiKey,
  answerIntegrationDetails,
  answerListing,
  answerTools,
} from './look-up-routes.js';
import { errorReply, type Reply } from '../kombo/reply.js';
import { answerResultLink } from './result-link-route.js';
import { findRoute } from './routes.js';
import type { World } from './world.js';

/** Answers one HTTP request, whatever it is. Never rejects. */
export async function handleRequest(
  world: World,
  controls: Controls,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  try {
    const rawBody = await readBody(request);
    // Split by hand: `new URL` would fold `..` away, and so hide a client's mistake.
    const [path = '', query] = (request.url ?? '/').split('?', 2);
    const call: Call = {
      request,
      response,
      path,
      query: new URLSearchParams(query),
      rawBody: rawBody ?? '',
    };
    if (rawBody === null) send(call, tooLarge());
    else await route(world, controls, call);
  } catch (error) {
    failed(world, request, response, error);
  }
}

async function route(world: World, controls: Controls, call: Call): Promise<void> {
  const route = findRoute(call.request.method ?? '', call.path);
  switch (route?.name) {
    case 'result-link':
      return answerResultLink(world, call, route.target);
    case 'integration-details':
      return answerIntegrationDetails(world, call, route.integrationId);
    case 'check-api-key':
      return answerCheckApiKey(world, call);
    case 'listing':
      return answerListing(world, call, route.operation);
    case 'tools':
      return answerTools(world, call, route.category);
    case 'control':
      return answerControl(controls, call, route.path);
    case undefined:
      return send(call, errorReply(null, { status: 404, message: 'There is no such route.' }));
  }
}

function tooLarge(): Reply {
  return errorReply(null, { status: 413, message: 'The body is larger than 10 MiB.' });
}

/** A client that left, and a sandbox that closes, are no faults; anything else is a bug of ours. */
function failed(world: World, request: IncomingMessage, response: ServerResponse, error: unknown) {
  if (world.closing.aborted || request.socket.destroyed) return;
  console.error('kombo-sandbox: unexpected error', error);
  if (!response.headersSent) {
    response.writeHead(500, { connection: 'close' });
  }
  response.end();
}
