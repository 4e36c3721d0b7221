import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createSite, type SiteOptions } from './site.ts';

export interface Site {
  readonly url: string;
  /** Takes no new requests and lets the running ones end. */
  close(): Promise<void>;
}

/** Opens the marketplace on this machine; port 0 takes a free one. Throws when its browser scripts were not built. */
export async function openSite({ port, ...options }: SiteOptions & { readonly port: number }): Promise<Site> {
  const server = createServer(createSite(options));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${address.port}`,
    async close() {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeIdleConnections();
      await closed;
    },
  };
}
