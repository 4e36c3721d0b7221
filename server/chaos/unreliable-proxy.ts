import type { AddressInfo } from 'node:net';
import { connect as connectTo, createServer, type Socket } from 'node:net';

/** A network between a server and its database that can be made to fail. */
export interface UnreliableProxy {
  readonly port: number;
  /** Breaks every connection, whatever is under way on it. */
  cut(): void;
  /** Says goodbye to the database on every connection and leaves the server's side open, as a network does that fails in one direction. */
  halfClose(): void;
  /** Passes nothing on in either direction, and refuses nobody, until `resume`. */
  hang(): void;
  resume(): void;
  close(): Promise<void>;
}

/** Listens on a free TCP port and passes everything on to a Unix socket. */
export async function openUnreliableProxy(socketPath: string): Promise<UnreliableProxy> {
  const pairs = new Set<readonly [Socket, Socket]>();
  let hanging = false;
  const server = createServer({ allowHalfOpen: true }, (near) => {
    const far = connectTo({ path: socketPath, allowHalfOpen: true });
    const pair = [near, far] as const;
    pairs.add(pair);
    near.pipe(far);
    far.pipe(near);
    if (hanging) for (const socket of pair) socket.pause();
    for (const socket of pair) {
      socket.on('error', () => undefined);
      socket.on('close', () => {
        pairs.delete(pair);
        near.destroy();
        far.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const each = (act: (near: Socket, far: Socket) => void) => {
    for (const [near, far] of pairs) act(near, far);
  };
  const cut = () =>
    each((near, far) => {
      near.destroy();
      far.destroy();
    });
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    halfClose: () => each((_, far) => far.end()),
    hang() {
      hanging = true;
      each((near, far) => {
        near.pause();
        far.pause();
      });
    },
    resume() {
      hanging = false;
      each((near, far) => {
        near.resume();
        far.resume();
      });
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
