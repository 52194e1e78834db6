import http from 'node:http';
import type https from 'node:https';
import type { Socket } from 'node:net';
import { nodeHttps } from './node-https.js';

/**
 * How far a request got on its connection. Only from `open` on can a byte of it have been written.
 *
 * - `none`: no connection yet (look-up, connecting, waiting for a free socket or for a proxy).
 * - `tcp`: connected, the TLS handshake is under way.
 * - `open`: ready for the request.
 */
export type ConnectionPhase = 'none' | 'tcp' | 'open';

/** What was seen of one call. */
export interface Observation {
  /** False from when an adapter of the user has the request: then nothing is known. */
  isObserved: boolean;
  phase: ConnectionPhase;
  /** Called when the phase becomes `open`. */
  onOpen?: () => void;
  /** The head of the answer, as soon as it came. */
  answer?: http.IncomingMessage;
}

/**
 * Node's own http and https behind axios' `transport` option, which keeps a note of how far the
 * request got: axios' errors do not tell a connection that was never made from one that was cut.
 */
export function observedTransport(observation: Observation) {
  return {
    request(options: https.RequestOptions, onAnswer: (answer: http.IncomingMessage) => void) {
      observation.isObserved = true;
      // By the protocol of the options: with a proxy it is the proxy's.
      const { request } = options.protocol === 'https:' ? nodeHttps() : http;
      const clientRequest = request(options, onAnswer);
      clientRequest.prependOnceListener('response', (answer) => {
        observation.answer = answer;
      });
      clientRequest.once('socket', (socket) => observeSocket(socket, observation));
      return clientRequest;
    },
  };
}

/** Notes how far a request gets on the socket it was given. */
export function observeSocket(socket: Socket, observation: Observation): void {
  if (socket.destroyed) {
    return; // failed before anybody could write to it, e.g. in a look-up that answered at once
  }
  const reach = (phase: ConnectionPhase) => () => {
    // Never back: with an interceptor that repeats a request, the first may have been written.
    if (observation.phase === 'open') return;
    observation.phase = phase;
    if (phase === 'open') observation.onOpen?.();
  };
  // A reused socket is neither connecting nor in its handshake: open at once.
  // `secureConnecting` is no documented property; where it is missing, `open` is the careful guess.
  const isSecuring = (socket as Socket & { secureConnecting?: boolean }).secureConnecting === true;
  reach(socket.connecting ? 'none' : isSecuring ? 'tcp' : 'open')();
  if (socket.connecting) {
    socket.once('connect', reach(isSecuring ? 'tcp' : 'open'));
  }
  if (isSecuring) {
    // Not before the certificate was checked: Node writes nothing until then.
    socket.once('secureConnect', reach('open'));
  }
}
