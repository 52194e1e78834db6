import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP address of loopback that passes everything on to another port, and misbehaves when told to. */
export interface TcpProxy {
  readonly port: number;
  /** Passes new connections on to `port`. */
  to(port: number): void;
  /**
   * From now on no byte passes and no connection is ended, as when a route is lost without a FIN. New
   * connections are accepted and hear nothing.
   */
  freeze(): void;
  /**
   * Passes bytes of new connections on again.
   *
   * @param isStateLost whether the frozen connections stay dead, as behind a router that has forgotten them
   */
  thaw(isStateLost?: boolean): void;
  close(): Promise<void>;
}

/** Opens a proxy in front of a port of loopback. */
export async function openTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  /** Those that never carry a byte again. */
  const dead = new WeakSet<Socket>();
  /** Those whose other side was closed while no byte passed. */
  const abandoned = new Set<Socket>();
  let to = target;
  let isFrozen = false;
  const server = createServer((client) => {
    const upstream = connect(to, '127.0.0.1');
    join(client, upstream);
    join(upstream, client);
  });
  const join = (from: Socket, onto: Socket) => {
    sockets.add(from);
    from.setNoDelay(true);
    if (isFrozen) from.pause();
    from.on('data', (chunk) => onto.write(chunk));
    from.on('error', () => undefined);
    from.once('close', () => {
      sockets.delete(from);
      abandoned.delete(from);
      if (isFrozen) abandoned.add(onto);
      else if (!dead.has(from)) onto.destroy();
    });
  };
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    to: (port) => void (to = port),
    freeze: () => {
      isFrozen = true;
      sockets.forEach((socket) => socket.pause());
    },
    thaw: (isStateLost = true) => {
      isFrozen = false;
      for (const socket of sockets) {
        if (isStateLost) dead.add(socket);
        else if (abandoned.has(socket)) socket.destroy();
        else socket.resume();
      }
      abandoned.clear();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        sockets.forEach((socket) => socket.destroy());
      }),
  };
}
