import type { BalanceEvent } from '@kopai/contracts';
import { decodeAmounts } from '@kopai/contracts/amount-fields';
import { ConnectionError, KopaiError, RateLimitedError, ServerError, TimeoutError } from './errors.ts';
import { eventsOf } from './event-stream.ts';
import { pause } from './pause.ts';
import { backoffMs } from './retry.ts';

export interface StreamOptions {
  /** Aborting it ends the iteration, without an error. */
  readonly signal?: AbortSignal | undefined;
  /** The `seq` of the last event seen: what came after it is sent first. */
  readonly lastEventId?: string | undefined;
  /** Called each time a connection stands. */
  readonly onOpen?: (() => void) | undefined;
  /** Called when the connection is gone: why, unless the server just closed it, and in how many milliseconds it is tried again. */
  readonly onReconnect?: ((error: KopaiError | undefined, delayMs: number) => void) | undefined;
}

/** The longest wait between two connections, in milliseconds. */
const reconnectMostMs = 30_000;

/** Silence that means a dead connection, in milliseconds: the server sends a comment at least every 25 s. */
const idleMs = 60_000;

/** Opens one connection that goes on after an event. */
type Connect = (lastEventId: string | undefined) => Promise<Response>;

/**
 * A wallet's balance for as long as somebody listens: reconnects with growing waits, resumes after the last event, and passes on
 * each `seq` once. Throws only what waiting can't mend, such as a wallet the session does not grant.
 */
export async function* balanceEvents(
  connect: Connect,
  options: StreamOptions,
): AsyncGenerator<BalanceEvent, void, undefined> {
  const { signal, onOpen, onReconnect } = options;
  let lastEventId = options.lastEventId;
  let retryMs = 0;
  for (let failures = 0; !signal?.aborted; ) {
    let error: KopaiError | undefined;
    try {
      const { body } = await connect(lastEventId);
      onOpen?.();
      if (body) {
        for await (const event of eventsOf(body, idleMs, signal)) {
          retryMs = Math.min(event.retryMs ?? retryMs, reconnectMostMs);
          if (event.event !== 'balance' || (event.id !== '' && event.id === lastEventId)) continue;
          lastEventId = event.id || lastEventId;
          failures = 0;
          yield decodeAmounts(JSON.parse(event.data)) as BalanceEvent;
        }
      }
    } catch (cause) {
      if (signal?.aborted) return;
      error = passing(cause);
    }
    if (signal?.aborted) return;
    failures += 1;
    const toldMs = Math.max(retryMs, (error?.retryAfterSeconds ?? 0) * 1000);
    const delayMs = Math.max(toldMs, backoffMs(failures, reconnectMostMs));
    onReconnect?.(error, delayMs);
    await pause(delayMs, signal);
  }
}

/** The error, if a later connection may do better; otherwise it is thrown. */
function passing(cause: unknown): KopaiError {
  if (!(cause instanceof KopaiError)) {
    return new ConnectionError({ code: 'connection_failed', detail: 'The balance stream broke off.', cause });
  }
  const mayPass =
    cause instanceof ConnectionError ||
    cause instanceof TimeoutError ||
    cause instanceof ServerError ||
    cause instanceof RateLimitedError;
  if (mayPass) return cause;
  throw cause;
}
