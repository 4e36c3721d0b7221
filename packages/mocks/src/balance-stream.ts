import { balanceEvent } from '@kopai/contracts';
import * as z from 'zod/mini';
import type { World } from './world.ts';

/** A comment this often, in milliseconds, tells the reader that the connection stands. */
const heartbeatMs = 15_000;

/** What the reader waits before it comes back, in milliseconds. */
const retryMs = 1_000;

/** A wallet's balance as server-sent events, resuming after `lastEventId`. Ends with the request, or with its session. */
export function balanceStream(world: World, wallet: string, request: Request): Response {
  let lastSeq = Number(request.headers.get('last-event-id') ?? -1);
  const encoder = new TextEncoder();
  let stop = () => {};
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const write = (text: string) => controller.enqueue(encoder.encode(text));
      const send = () => {
        const state = world.wallets.state(wallet);
        if (state.seq === lastSeq) return;
        lastSeq = state.seq;
        const data = JSON.stringify(z.encode(balanceEvent, state));
        write(`event: balance\nid: ${state.seq}\ndata: ${data}\n\n`);
      };
      const close = () => {
        stop();
        controller.close();
      };
      const beat = () => {
        try {
          world.access.authenticate(request.headers.get('authorization'));
          write(': still here\n\n');
        } catch {
          close();
        }
      };
      const unwatch = world.wallets.watch(wallet, send);
      const heartbeat = setInterval(beat, heartbeatMs);
      stop = () => {
        unwatch();
        clearInterval(heartbeat);
        request.signal.removeEventListener('abort', close);
      };
      request.signal.addEventListener('abort', close, { once: true });
      write(`retry: ${retryMs}\n\n`);
      send();
    },
    cancel: () => stop(),
  });
  return new Response(body, {
    headers: { 'content-type': 'text/event-stream; charset=utf-8', 'cache-control': 'no-store' },
  });
}
