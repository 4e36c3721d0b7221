import { Client } from 'pg';

/** The first wait before a lost connection is opened again, in ms; it doubles up to the second. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

/**
 * How long a server that took the connection may be silent, in ms, until it counts as lost: without an end a connection that was never made would be waited
 * for instead of made again.
 */
const LONGEST_SILENCE = 10_000;

export interface KeptConnection {
  readonly url: string;
  readonly applicationName: string;
  /** Makes a fresh connection what it is for. A rejection counts as a connection that was not made. */
  readonly prepare: (client: Client) => Promise<void>;
  /** Called after a connection was lost and made again. */
  readonly onGap?: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps a connection of its own, outside of any pool, and opens it again whenever it breaks. Resolves once the first one is prepared; rejects when that
 * fails. Returns how to stop.
 */
export async function keepConnected(kept: KeptConnection): Promise<() => Promise<void>> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client = await connect(kept, lost);

  function lost(): void {
    if (!stopped && timer === undefined) reconnect(FIRST_PAUSE);
  }

  function reconnect(pause: number): void {
    timer = setTimeout(async () => {
      try {
        const fresh = await connect(kept, lost);
        timer = undefined;
        if (stopped) return void (await fresh.end());
        client = fresh;
        kept.onGap?.();
      } catch (error) {
        kept.onError(error);
        if (!stopped) reconnect(Math.min(LONGEST_PAUSE, pause * 2));
      }
    }, pause);
  }

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client.end().catch(() => undefined);
  };
}

async function connect({ url, applicationName, prepare, onError }: KeptConnection, lost: () => void): Promise<Client> {
  const client = new Client({
    connectionString: url,
    application_name: applicationName,
    keepAlive: true,
    connectionTimeoutMillis: LONGEST_SILENCE,
    query_timeout: LONGEST_SILENCE,
  });
  client.on('error', onError);
  client.on('end', lost);
  await client.connect();
  try {
    await prepare(client);
    return client;
  } catch (error) {
    // Not waited for: a goodbye on a silent connection has no answer either.
    client.end().catch(() => undefined);
    throw error;
  }
}
