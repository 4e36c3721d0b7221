import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { mockFetch, type World } from '@kopai/mocks';
import { atEnd } from '@kopai/workshop/at-end';

/** A page of a site: what is at a path, or undefined where nothing is. */
export type Site = (path: string) => { readonly type: string; readonly body: string | Uint8Array } | undefined;

/**
 * Serves a site, its backend's session route, and a Kopai in memory, all under one address. Closed after the file's last test.
 *
 * @returns the address, without a slash at its end
 */
export async function serveWorld(world: World, site: (url: string) => Site): Promise<string> {
  const inWorld = mockFetch(world);
  let pages: Site = () => undefined;
  const server = createServer((request, response) => {
    answer(request, response, { world, inWorld, pages }).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  pages = site(url);
  return url;
}

interface Served {
  readonly world: World;
  readonly inWorld: typeof fetch;
  readonly pages: Site;
}

async function answer(
  incoming: IncomingMessage,
  response: ServerResponse,
  { world, inWorld, pages }: Served,
): Promise<void> {
  const url = new URL(incoming.url ?? '/', `http://${incoming.headers.host}`);
  if (url.pathname === '/api/kopai-session') {
    const session = await world.session?.();
    response.writeHead(session ? 200 : 401, { 'content-type': 'application/json' });
    response.end(JSON.stringify(session ?? null));
    return;
  }
  if (url.pathname.startsWith('/v1/')) return pass(incoming, response, url, inWorld);
  const page = pages(url.pathname);
  response.writeHead(page ? 200 : 404, { 'content-type': page?.type ?? 'text/plain' });
  response.end(page?.body ?? 'not found');
}

/** To the world and back; a stream ends when whoever reads it goes away. */
async function pass(
  incoming: IncomingMessage,
  response: ServerResponse,
  url: URL,
  inWorld: typeof fetch,
): Promise<void> {
  const gone = new AbortController();
  response.on('close', () => gone.abort());
  const hasBody = incoming.method !== 'GET' && incoming.method !== 'HEAD';
  const headers = Object.entries(incoming.headers).flatMap(([name, value]) =>
    typeof value === 'string' ? [[name, value] as [string, string]] : [],
  );
  const chunks = hasBody ? await Array.fromAsync(incoming as AsyncIterable<Uint8Array>) : [];
  const answered = await inWorld(url, {
    method: incoming.method ?? 'GET',
    headers,
    signal: gone.signal,
    ...(hasBody && { body: Buffer.concat(chunks) }),
  });
  response.writeHead(answered.status, Object.fromEntries(answered.headers));
  if (!answered.body) {
    response.end();
    return;
  }
  await pipeline(Readable.fromWeb(answered.body as never), response).catch(() => undefined);
}
