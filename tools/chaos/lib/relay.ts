import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP address of loopback that passes everything on to another port. */
export interface Relay {
  readonly port: number;
  /** Passes new connections on to `port`. */
  to(port: number): void;
  /** Cuts every connection. What has not arrived yet is lost, as when a host disappears. */
  cut(): void;
}

/** Opens a relay. @param delayMs how long each direction takes, in milliseconds */
export async function openRelay(delayMs = 0): Promise<Relay> {
  const sockets = new Set<Socket>();
  let target = 0;
  const cut = () => sockets.forEach((socket) => socket.destroy());
  const server = createServer((client) => {
    const upstream = connect(target, '127.0.0.1');
    const pair = [client, upstream];
    const end = () => pair.forEach((socket) => socket.destroy());
    pair.forEach((socket, index) => {
      const other = pair[1 - index] as Socket;
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('data', (chunk) => {
        if (delayMs === 0) other.write(chunk);
        else setTimeout(() => other.write(chunk), delayMs);
      });
      socket.once('error', end);
      socket.once('close', () => {
        sockets.delete(socket);
        end();
      });
    });
  });
  server.unref();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return { port, to: (next) => void (target = next), cut };
}
