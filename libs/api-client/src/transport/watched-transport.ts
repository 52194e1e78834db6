import http from 'node:http';
import https from 'node:https';

/** Tells whether a request may have reached the server. */
export interface RequestWatch {
  /** `true` as soon as the connection stands (with TLS: after the handshake); bytes follow at once. */
  requestSent: boolean;
}

/**
 * What axios sends one request with: Node's own `request`, watched.
 *
 * An error code alone does not tell whether a request went out (a time limit can end a connection
 * attempt as well as the wait for an answer), the socket does.
 *
 * @param watch is written to
 */
export function watchedTransport(watch: RequestWatch): Pick<typeof http, 'request'> {
  const request = (
    options: https.RequestOptions,
    onResponse: (response: http.IncomingMessage) => void,
  ): http.ClientRequest => {
    const isTls = options.protocol === 'https:';
    const outgoing = (isTls ? https : http).request(options, onResponse);
    outgoing.once('socket', (socket) => {
      if (!socket.connecting) {
        watch.requestSent = true; // a connection that is used again
        return;
      }
      socket.once(isTls ? 'secureConnect' : 'connect', () => {
        watch.requestSent = true;
      });
    });
    return outgoing;
  };
  return { request: request as typeof http.request };
}
