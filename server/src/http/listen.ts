import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';

/** A request may take this long to arrive: slow clients don't hold sockets for ever. Answers, such as streams, may take longer. */
const requestTimeoutMs = 30_000;
const headersTimeoutMs = 10_000;

/** What is still running after this long is cut off when the server closes. */
const drainMs = 8_000;

export interface Listening {
  readonly url: string;
  readonly port: number;
  /** Takes no new connections, lets running requests end, then cuts the rest. */
  close(): Promise<void>;
}

/** Listens on a port of this machine; 0 takes a free one. */
export async function listenHttp(app: Express, port: number, host: string): Promise<Listening> {
  const server = createServer(app);
  server.requestTimeout = requestTimeoutMs;
  server.headersTimeout = headersTimeoutMs;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, resolve);
  });
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${taken}`,
    port: taken,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      const cut = setTimeout(() => server.closeAllConnections(), drainMs);
      await closed;
      clearTimeout(cut);
    },
  };
}
