import { Agent, request as ask, createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A reverse proxy in front of several servers, as plain as they come. */
export interface RoundRobinProxy {
  readonly url: string;
  close(): Promise<void>;
}

/** Connections kept to each server. More callers than this wait here, as they would in front of a server of their own. */
const connectionsMost = 512;

/** What belongs to one connection and is not passed on (RFC 9110, 7.6.1). */
const hopByHop = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade'];

/** Sends each request to the next server in turn, over connections that are kept. Bodies pass through as they come, streams too. */
export async function openRoundRobinProxy(servers: readonly string[]): Promise<RoundRobinProxy> {
  const agent = new Agent({ keepAlive: true, maxSockets: connectionsMost });
  const targets = servers.map((url) => new URL(url));
  let turn = 0;
  const proxy = createServer((incoming, outgoing) => {
    const target = targets[turn++ % targets.length];
    if (!target) throw new RangeError('there is no server behind the proxy');
    passOn(incoming, outgoing, target, agent);
  });
  await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        proxy.close(() => resolve());
        proxy.closeAllConnections();
        agent.destroy();
      }),
  };
}

function passOn(incoming: IncomingMessage, outgoing: ServerResponse, target: URL, agent: Agent): void {
  const headers = { ...incoming.headers, 'x-forwarded-for': incoming.socket.remoteAddress };
  const onward = ask({
    agent,
    host: target.hostname,
    port: target.port,
    method: incoming.method,
    path: incoming.url,
    headers,
  });
  onward.once('response', (answer) => {
    const passed = Object.entries(answer.headers).filter(([name]) => !hopByHop.includes(name));
    outgoing.writeHead(answer.statusCode ?? 502, Object.fromEntries(passed));
    answer.pipe(outgoing);
  });
  onward.once('error', () => {
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(502).end();
  });
  // A reader who leaves ends the stream behind the proxy too.
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) onward.destroy();
  });
  incoming.pipe(onward);
}
