import { join } from 'node:path';
import { openUnreliableProxy, type UnreliableProxy } from '../chaos/unreliable-proxy.ts';

/** Puts a network that can be made to fail between a test's server and its database. Closed by whoever asked for it. */
export async function unreliably(databaseUrl: string): Promise<{ url: string; network: UnreliableProxy }> {
  const { pathname, searchParams } = new URL(databaseUrl.replace('postgresql:///', 'postgresql://local/'));
  const socket = join(searchParams.get('host') ?? '', `.s.PGSQL.${searchParams.get('port') ?? ''}`);
  const network = await openUnreliableProxy(socket);
  return { url: `postgres://${searchParams.get('user') ?? ''}@127.0.0.1:${network.port}${pathname}`, network };
}
