import { keepConnected } from './keep-connected.ts';

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
export const listen = ({ url, channel, onPayload, onGap, onError }: ListenOptions): Promise<() => Promise<void>> =>
  keepConnected({
    url,
    applicationName: 'kopai listen',
    async prepare(client) {
      client.on('notification', (message) => onPayload(message.payload ?? ''));
      await client.query(`listen ${client.escapeIdentifier(channel)}`);
    },
    onGap,
    onError,
  });
