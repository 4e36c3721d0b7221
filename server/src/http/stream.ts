import { type BalanceEvent, balanceEvent, Problem } from '@kopai/contracts';
import * as z from 'zod/mini';
import { walletFor } from '../access/index.ts';
import { walletState } from '../wallets/index.ts';
import type { Alternative } from './call.ts';
import type { Limits } from './limits.ts';
import type { Services } from './services.ts';
import { tellReader } from './tell-reader.ts';

/** A comment this often keeps proxies from closing a quiet stream; the session is looked at again each time. */
const heartbeatMs = 15_000;

/** What the browser waits before it opens a broken stream again, in ms. */
const retryMs = 2_000;

/** Counts the streams of each user, so that one of them can't take the places of all. */
function streamCounter(most: number) {
  const open = new Map<string, number>();
  return {
    /** Takes a place; returns how to give it back, or `undefined` when the user has no more. */
    take(userId: string): (() => void) | undefined {
      const count = open.get(userId) ?? 0;
      if (count >= most) return undefined;
      open.set(userId, count + 1);
      return () => {
        const left = (open.get(userId) ?? 1) - 1;
        if (left > 0) open.set(userId, left);
        else open.delete(userId);
      };
    },
  };
}

/**
 * A wallet's balance as server-sent events. Each event is the whole state, with its seq as id: a reader that comes back with
 * `Last-Event-ID` is told only if something moved since. Ends with its session.
 */
export function walletStream(
  { pool, live, authenticate, closing }: Services,
  { streams }: Limits,
): Alternative<'wallets.stream'> {
  const places = streamCounter(streams);
  return async ({ params, caller }, request, response) => {
    const wallet = walletFor(caller, params.wallet, 'read');
    let lastSeq = seqFrom(request.get('Last-Event-ID'));
    let open = false;
    const send = (event: BalanceEvent) => {
      if (!open || event.seq <= lastSeq) return;
      lastSeq = event.seq;
      tellReader(
        response,
        `id: ${event.seq}\nevent: balance\ndata: ${JSON.stringify(z.encode(balanceEvent, event))}\n\n`,
      );
    };
    // Whoever left while the credential was checked takes no place: nobody would give it back.
    if (response.destroyed) return;
    const leave = places.take(caller.userId);
    if (!leave) throw new Problem('rate_limited', `One user may have ${streams} streams open.`);
    // Watch first and read second: what moves in between is seen by one of the two.
    const stop = live.watch(wallet, send);
    if (!stop) {
      leave();
      throw new Problem('unavailable', 'Too many streams are open here.');
    }
    const heartbeat = setInterval(() => {
      authenticate(request.get('Authorization')).then(
        () => tellReader(response, ': still here\n\n'),
        () => response.end(),
      );
    }, heartbeatMs);
    const end = () => response.end();
    closing.addEventListener('abort', end);
    response.once('close', () => {
      leave();
      stop();
      clearInterval(heartbeat);
      closing.removeEventListener('abort', end);
    });

    response.status(200).setHeader('Content-Type', 'text/event-stream; charset=utf-8');
    response.setHeader('Cache-Control', 'no-store');
    response.setHeader('X-Accel-Buffering', 'no');
    tellReader(response, `retry: ${retryMs}\n\n`);
    open = true;
    send(await walletState(pool, wallet));
    if (closing.aborted) end();
  };
}

/** The seq a reader has seen; -1 for none, so that even an unused wallet is told once. */
const seqFrom = (id: string | undefined): number => (id !== undefined && /^\d{1,15}$/.test(id) ? Number(id) : -1);
