import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { promisify } from 'node:util';
import type { Express } from 'express';

/** How long a client may take, in ms: slow ones don't hold sockets for ever. */
export interface Patience {
  /** For the headers of a request. */
  readonly headersMs: number;
  /** For all of a request. Its answer, such as a stream, may take longer. */
  readonly requestMs: number;
  /** Without a byte in either direction. Streams say something each 15 s; who reads no answer at all is cut off. */
  readonly silenceMs: number;
}

const defaultPatience: Patience = { headersMs: 10_000, requestMs: 30_000, silenceMs: 60_000 };

/** Node looks for slow requests this often, each half minute by itself: a deadline of ten seconds would be one of forty. */
const lookForSlowMs = 1_000;

/** Open sockets of one process: what its streams need at most, and as much again as the requests of its pages. */
const connectionsMost = 25_000;

/** What is still running after this long is cut off when the server closes. */
const drainMs = 8_000;

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** How many connections are open. */
  connections(): Promise<number>;
  /** Takes no new connections, lets running requests end, then cuts the rest. */
  close(): Promise<void>;
}

/** Listens on a port of this machine; 0 takes a free one. */
export async function listenHttp(
  app: Express,
  port: number,
  host: string,
  patience: Patience = defaultPatience,
  sockets: number = connectionsMost,
): Promise<Listening> {
  const server = createServer(
    {
      headersTimeout: patience.headersMs,
      requestTimeout: patience.requestMs,
      connectionsCheckingInterval: Math.min(lookForSlowMs, patience.headersMs),
    },
    app,
  );
  const dismiss = dismissal(server);
  server.maxConnections = sockets;
  server.setTimeout(patience.silenceMs, (socket) => socket.destroy());
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    connections: () => promisify(server.getConnections.bind(server))(),
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      dismiss();
      const cut = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(cut);
    },
  };
}

/**
 * What tells every client that its connection ends with its answer. Node keeps one that is in use, and with it a client that never pauses, such as a
 * proxy, which would go on here until it is cut off in the middle of a request.
 */
function dismissal(server: Server): () => void {
  // By connection: a set that every answer enters and leaves is made anew all the time. V8 links each of these to the next, so that one that has grown old
  // keeps all that come after it, with every answer in them, until the whole heap is collected: a fifth of what a request costs.
  const connections = new Map<Socket, { answer?: ServerResponse }>();
  let leaving = false;
  const sayClose = (answer: ServerResponse | undefined) => {
    if (answer && !answer.headersSent) answer.setHeader('Connection', 'close');
  };
  server.on('connection', (socket: Socket) => {
    connections.set(socket, {});
    socket.once('close', () => connections.delete(socket));
  });
  server.prependListener('request', (request, answer) => {
    const connection = connections.get(request.socket);
    if (connection) connection.answer = answer;
    if (leaving) sayClose(answer);
  });
  return () => {
    leaving = true;
    for (const { answer } of connections.values()) sayClose(answer);
    server.closeIdleConnections();
  };
}
