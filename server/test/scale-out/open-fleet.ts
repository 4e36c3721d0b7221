import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Kopai } from '@kopai/sdk';
import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import { openServerProcess, type ServerProcess } from '../../chaos/server-process.ts';
import { openRoundRobinProxy } from './round-robin-proxy.ts';

/** Several server processes on one database, with a reverse proxy in front and one Stripe behind. */
export interface Fleet {
  readonly servers: readonly ServerProcess[];
  /** Of the proxy. */
  readonly url: string;
  readonly apiKey: string;
  /** A client of the proxy: whichever server is next answers it. */
  readonly kopai: Kopai;
  /** Clients of one server each, past the proxy. */
  readonly each: readonly Kopai[];
  readonly sim: StripeSim;
  close(): Promise<void>;
}

const apiKey = 'kopai_sk_only_for_the_fleet_0123456789abcdef';

/** Shares settle a second after they were earned, so that every server looks for them each second. */
const settleAfterSeconds = '1';

export async function openFleet(databaseUrl: string, size: number): Promise<Fleet> {
  const sim = await startStripeSim();
  const dataDir = await mkdtemp(join(tmpdir(), 'kopai-fleet-'));
  const env = {
    DATABASE_URL: databaseUrl,
    KOPAI_DATA_DIR: dataDir,
    KOPAI_SECRET_KEY: apiKey,
    KOPAI_SETTLE_AFTER: settleAfterSeconds,
    KOPAI_TRUSTED_PROXIES: '127.0.0.1',
    STRIPE_SIM_PORT: String(sim.port),
  };
  // All at once: of those that find work for the migrations, one does it and the others wait.
  const servers = await Promise.all(Array.from({ length: size }, () => openServerProcess(env)));
  const proxy = await openRoundRobinProxy(servers.map(({ url }) => url));
  const client = (baseUrl: string) => new Kopai({ apiKey, baseUrl });
  return {
    servers,
    url: proxy.url,
    apiKey,
    kopai: client(proxy.url),
    each: servers.map(({ url }) => client(url)),
    sim,
    async close() {
      await proxy.close();
      await Promise.all(servers.map((server) => server.kill()));
      await sim.close();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}
