import { Agent } from 'node:http';
import type { Agent as HttpsAgent } from 'node:https';
import { nodeHttps } from './node-https.js';

/**
 * How long an idle connection is kept. Shorter than the 5 s after which a Node server hangs up: a
 * request that meets a connection just being closed has an unknown fate.
 */
const IDLE_SOCKET_MS = 4_000;
const SETTINGS = { keepAlive: true, timeout: IDLE_SOCKET_MS };

/** The client's own agents, which keep connections alive. */
export class OwnAgents {
  readonly http = new Agent(SETTINGS);
  #https: HttpsAgent | undefined;

  /** Made when it is first asked for: a client of a plain HTTP address never loads TLS. */
  get https(): HttpsAgent {
    this.#https ??= new (nodeHttps().Agent)(SETTINGS);
    return this.#https;
  }

  /** Ends their connections. */
  destroy(): void {
    this.http.destroy();
    this.#https?.destroy();
  }
}
