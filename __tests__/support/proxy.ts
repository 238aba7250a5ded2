import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

export interface LoopbackProxy {
  readonly port: number;
  /** Every byte that came in or went through, both ways. */
  readonly seen: () => Buffer;
  close(): void;
}

/**
 * A proxy on loopback.
 *
 * @param answer what it says to a CONNECT; or the port to which it tunnels everything
 */
export async function startProxy(answer: number | ((client: Socket) => void)): Promise<LoopbackProxy> {
  const seen: Buffer[] = [];
  const sockets = new Set<Socket>();
  const server = createServer();
  server.on('connection', (socket: Socket) => {
    sockets.add(socket.on('error', () => {}));
  });
  server.on('connect', (message, client: Socket) => {
    seen.push(Buffer.from(`${message.url}\n${JSON.stringify(message.headers)}\n`));
    client.on('data', (chunk: Buffer) => seen.push(chunk));
    if (typeof answer === 'function') {
      answer(client);
      return;
    }
    const upstream = connect(answer, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(client).pipe(upstream);
    });
    upstream.on('data', (chunk: Buffer) => seen.push(chunk)).on('error', () => client.destroy());
    sockets.add(upstream);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    seen: () => Buffer.concat(seen),
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
