import { createServer, type Server } from 'node:http';
import { features } from './features.ts';
import { createApp } from './http/app.ts';
import { Store } from './store/store.ts';
import { defaultRetryPolicy, type RetryPolicy } from './webhooks/courier.ts';
import type { WebhookEndpoint } from './webhooks/endpoint.ts';
import { createWorld } from './world/create-world.ts';
import { type Dunning, defaultDunning } from './world/dunning.ts';
import { type Logger, silentLogger } from './world/logger.ts';
import { type Pricing, usCardPricing } from './world/pricing.ts';

/** Where a simulator is found, and where it listens unless it is told otherwise. */
const loopback = '127.0.0.1';

/** Any key that starts with `sk_test_` is let in; this one says whose it is. */
const apiKey = 'sk_test_simulator';

/** How often the simulator looks for what fell due by time alone, when nobody asks it anything. */
const tickEveryMs = 1_000;

export interface StripeSimOptions {
  /** The port to listen on; 0, the default, takes a free one. */
  readonly port?: number;
  /**
   * The address to listen on. Loopback is the default, since whoever can reach a simulator can pay with it and read all of it. `0.0.0.0` is for a
   * container, where the ports that are published say who reaches it; publish it under the number that it has inside, which its addresses name.
   */
  readonly host?: '127.0.0.1' | '0.0.0.0';
  readonly webhooks?: readonly WebhookEndpoint[];
  /** Where the state is kept over restarts; in memory alone without it. One simulator at a time may use a file. */
  readonly dataFile?: string;
  /** Real time as Unix milliseconds. */
  readonly now?: () => number;
  readonly logger?: Logger;
  /** The name on the pages. */
  readonly businessName?: string;
  readonly pricing?: Partial<Pricing>;
  readonly dunning?: Partial<Dunning>;
  readonly retries?: Partial<RetryPolicy>;
}

export interface StripeSim {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly port: number;
  /** A key that the official client can be made with. */
  readonly apiKey: string;
  /** @throws when the address is not http(s) or the secret is empty. */
  addWebhook(endpoint: WebhookEndpoint): void;
  /** Stops listening, cuts open connections, and leaves unfinished deliveries to the next run on the same data file. */
  close(): Promise<void>;
}

/**
 * Starts a Stripe in memory.
 * @throws {DamagedJournalError} when the data file is not one of a simulator, and Node's own error when the port is taken.
 */
export async function startStripeSim(options: StripeSimOptions = {}): Promise<StripeSim> {
  const server = createServer();
  // The port comes before the file: who finds the port taken must not touch the file of the simulator that has it.
  const port = await listen(server, options.port ?? 0, options.host ?? loopback);
  let store: Store;
  try {
    store = new Store(options.dataFile);
  } catch (error) {
    server.close();
    throw error;
  }
  const url = `http://${loopback}:${port}`;
  const world = createWorld({
    url,
    businessName: options.businessName ?? 'Sandbox',
    store,
    now: options.now ?? Date.now,
    pricing: { ...usCardPricing, ...options.pricing },
    dunning: { ...defaultDunning, ...options.dunning },
    retries: { ...defaultRetryPolicy, ...options.retries },
    logger: options.logger ?? silentLogger,
  });
  server.on('request', createApp(world, features));
  for (const webhook of options.webhooks ?? []) world.courier.add(webhook);
  const ticking = setInterval(() => world.tick(), tickEveryMs).unref();
  let closing: Promise<void> | undefined;
  const close = async (): Promise<void> => {
    clearInterval(ticking);
    const stopped = new Promise<void>((resolve) => server.close(() => resolve()));
    server.closeAllConnections();
    await Promise.all([stopped, world.courier.close()]);
    store.close();
  };
  return {
    url,
    port,
    apiKey,
    addWebhook: (endpoint) => world.courier.add(endpoint),
    close() {
      closing ??= close();
      return closing;
    },
  };
}

function listen(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      if (typeof address === 'object' && address !== null) resolve(address.port);
      else reject(new Error('The simulator has no port'));
    });
  });
}
