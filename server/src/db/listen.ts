import { Client } from 'pg';

/** The first wait before a lost connection is opened again, in ms; it doubles up to the second. */
const FIRST_PAUSE = 100;
const LONGEST_PAUSE = 5_000;

export interface ListenOptions {
  readonly url: string;
  readonly channel: string;
  readonly onPayload: (payload: string) => void;
  /** Called after a connection was lost and made again: payloads sent in between were missed. */
  readonly onGap: () => void;
  readonly onError: (error: unknown) => void;
}

/**
 * Listens on a channel over a connection of its own, and opens it again whenever it breaks. Resolves once the first one
 * listens; rejects when that fails. Returns how to stop.
 */
export async function listen(options: ListenOptions): Promise<() => Promise<void>> {
  let stopped = false;
  let timer: NodeJS.Timeout | undefined;
  let client = await connect(options, lost);

  function lost(): void {
    if (!stopped && timer === undefined) reconnect(FIRST_PAUSE);
  }

  function reconnect(pause: number): void {
    timer = setTimeout(async () => {
      try {
        const fresh = await connect(options, lost);
        timer = undefined;
        if (stopped) return void (await fresh.end());
        client = fresh;
        options.onGap();
      } catch (error) {
        options.onError(error);
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

async function connect({ url, channel, onPayload, onError }: ListenOptions, lost: () => void): Promise<Client> {
  const client = new Client({ connectionString: url, application_name: 'kopai listen', keepAlive: true });
  client.on('error', onError);
  client.on('end', lost);
  client.on('notification', (message) => onPayload(message.payload ?? ''));
  await client.connect();
  await client.query(`listen ${client.escapeIdentifier(channel)}`);
  return client;
}
