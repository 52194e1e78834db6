import { once } from 'node:events';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { text } from 'node:stream/consumers';
import { BatchingSocket } from './batching-socket.js';

describe('a batching socket', () => {
  let server: Server;
  let received: Promise<string>;
  let socket: BatchingSocket;
  beforeEach(async () => {
    server = createServer((peer) => void (received = text(peer))).listen(0, '127.0.0.1');
    await once(server, 'listening');
    socket = new BatchingSocket();
    socket.connect((server.address() as AddressInfo).port, '127.0.0.1');
    await Promise.all([once(socket, 'connect'), once(server, 'connection')]);
  });
  afterEach(() => {
    socket.destroy();
    server.close();
  });

  const writeCorked = (...words: string[]) => {
    socket.cork();
    words.forEach((word) => socket.write(word));
    socket.uncork();
  };

  it('keeps what is written under corks until the end of the turn, then sends it in one go', async () => {
    const sent = jest.spyOn(socket as unknown as { _writev: () => void }, '_writev');
    writeCorked('a', 'b');
    writeCorked('c', 'd');
    expect(socket.writableLength).toBe(4);
    await new Promise((resolve) => setImmediate(resolve));
    expect(socket.writableLength).toBe(0);
    expect(sent).toHaveBeenCalledTimes(1);
    writeCorked('e', 'f');
    socket.end();
    expect(await received).toBe('abcdef');
  });

  it('ends with what was written in the same turn', async () => {
    writeCorked('a');
    socket.end('b');
    expect(await received).toBe('ab');
  });
});
