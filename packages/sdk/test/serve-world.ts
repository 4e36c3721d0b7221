import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pipeline } from 'node:stream/promises';
import { mockFetch, type World } from '@kopai/mocks';

/** A world behind a port of this machine, for programs that speak to Kopai over HTTP. */
export async function serveWorld(world: World): Promise<{ readonly url: string; close(): void }> {
  const inWorld = mockFetch(world);
  const server = createServer(async (incoming, outgoing) => {
    const response = await inWorld(await requestOf(incoming)).catch(() => undefined);
    if (!response) return outgoing.destroy();
    outgoing.writeHead(response.status, Object.fromEntries(response.headers));
    if (!response.body) return outgoing.end();
    // A reader that goes away ends the answer, which is no fault.
    return pipeline(response.body, outgoing).catch(() => undefined);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function requestOf(incoming: IncomingMessage): Promise<Request> {
  const { method = 'GET', url = '/', headers } = incoming;
  const body = await incoming.toArray();
  return new Request(`http://${headers.host}${url}`, {
    method,
    headers: Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)]),
    ...(body.length > 0 && { body: Buffer.concat(body) }),
  });
}
