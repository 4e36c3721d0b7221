import { type AddressInfo, connect as connectTo, createServer, type Socket } from 'node:net';

/** An address that leads to whichever database is the primary: what a virtual IP, a DNS name or a TCP proxy is in production. */
export interface MovableProxy {
  readonly port: number;
  /** Leads to this socket from now on. Connections to where it led before are cut. */
  moveTo(socketPath: string): void;
  close(): Promise<void>;
}

export async function openMovableProxy(socketPath: string): Promise<MovableProxy> {
  let target = socketPath;
  const open = new Set<Socket>();
  const track = (socket: Socket, partner: () => Socket) => {
    open.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => {
      open.delete(socket);
      partner().destroy();
    });
  };
  // The database answers in small pieces, which the network must not gather.
  const server = createServer({ noDelay: true }, (near) => {
    const far = connectTo({ path: target });
    track(near, () => far);
    track(far, () => near);
    near.pipe(far);
    far.pipe(near);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    moveTo(path) {
      target = path;
      cut();
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
