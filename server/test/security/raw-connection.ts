import { connect, type Socket } from 'node:net';

/** A TCP connection on which bytes are sent as they are, to say what no HTTP client would. */
export interface RawConnection {
  readonly socket: Socket;
  send(text: string): void;
  /** Everything that came until the other side closed. */
  readonly closed: Promise<string>;
  /** Everything that came so far. */
  heard(): string;
}

export function rawConnection(url: string): RawConnection {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  let heard = '';
  socket.on('data', (chunk) => {
    heard += chunk.toString('latin1');
  });
  // A connection that is reset was closed as well.
  socket.on('error', () => undefined);
  const closed = new Promise<string>((resolve) => socket.once('close', () => resolve(heard)));
  return {
    socket,
    send: (text) => void socket.write(text, 'latin1'),
    closed,
    heard: () => heard,
  };
}

/** The statuses of the answers that came, in order. */
export const statusesIn = (text: string): number[] =>
  [...text.matchAll(/HTTP\/1\.1 (\d{3})/g)].map(([, status]) => Number(status));
