import type { AddressInfo } from 'node:net';
import { connect as connectTo, createServer, type Socket } from 'node:net';

/** Connections that were broken, and how many of them while the server waited for an answer. */
export interface Broken {
  readonly connections: number;
  readonly waiting: number;
}

/** A network between a server and its database that can be made to fail. */
export interface UnreliableProxy {
  readonly port: number;
  /** Breaks every connection, whatever is under way on it. */
  cut(): Broken;
  /** Ends every connection at the database and leaves the server's side open and silent, until `cut`. */
  halfClose(): Broken;
  /** Passes nothing on in either direction, and refuses nobody, until `resume`. */
  hang(): void;
  /** Connections on which something was said since it hangs. */
  heldBack(): number;
  /** Passes on what was held back, where it still can be. */
  resume(): void;
  close(): Promise<void>;
}

/** One connection through the proxy. */
interface Link {
  readonly near: Socket;
  readonly far: Socket;
  /** What each direction would have passed on, were the network not hanging. A direction is not read further until it has. */
  readonly held: (() => void)[];
  /** The server has asked, and was not answered yet. */
  waiting: boolean;
  /** The database's side is gone, and the server was not told. */
  deaf: boolean;
}

/** Listens on a free TCP port and passes everything on to a Unix socket. */
export async function openUnreliableProxy(socketPath: string): Promise<UnreliableProxy> {
  const links = new Set<Link>();
  let hanging = false;

  const pass = (link: Link, from: Socket, to: Socket, passing: () => void) => {
    const forward = (act: () => void) => {
      if (link.deaf) return;
      if (!hanging) return act();
      link.held.push(act);
      from.pause();
    };
    from.on('data', (chunk: Buffer) =>
      forward(() => {
        passing();
        if (to.write(chunk)) return;
        from.pause();
        to.once('drain', () => from.resume());
      }),
    );
    from.on('end', () => forward(() => to.end()));
    from.on('error', () => undefined);
    from.on('close', () => {
      if (link.deaf && from === link.far) return;
      links.delete(link);
      link.near.destroy();
      link.far.destroy();
    });
  };
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (near) => {
    const far = connectTo({ path: socketPath, allowHalfOpen: true });
    const link: Link = { near, far, held: [], waiting: false, deaf: false };
    links.add(link);
    pass(link, near, far, () => {
      link.waiting = true;
    });
    pass(link, far, near, () => {
      link.waiting = false;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));

  const breakAll = (act: (link: Link) => void): Broken => {
    const broken = [...links];
    const waiting = broken.filter((link) => link.waiting).length;
    for (const link of broken) act(link);
    return { connections: broken.length, waiting };
  };
  const cut = () =>
    breakAll((link) => {
      const { near, far } = link;
      links.delete(link);
      near.destroy();
      far.destroy();
    });
  return {
    port: (server.address() as AddressInfo).port,
    cut,
    halfClose: () =>
      breakAll((link) => {
        link.deaf = true;
        link.far.end();
      }),
    hang() {
      hanging = true;
    },
    heldBack: () => [...links].filter(({ held }) => held.length > 0).length,
    resume() {
      hanging = false;
      for (const { near, far, held } of links) {
        for (const act of held.splice(0)) act();
        near.resume();
        far.resume();
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
