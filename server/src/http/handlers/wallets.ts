import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { activityDaysDefault, pageLimitDefault } from '@kopai/contracts';
import { callerName, walletFor } from '../../access/index.ts';
import { standingOf, subscriptionOf } from '../../plans/index.ts';
import { readAutoTopup } from '../../topups/index.ts';
import { adjust, history, historyCsv, walletActivity, walletState } from '../../wallets/index.ts';
import type { Alternative, Handlers } from '../call.ts';
import { pageOf, seqOf } from '../cursor.ts';
import type { Services } from '../services.ts';

type WalletHandlers = Pick<
  Handlers,
  'wallets.get' | 'wallets.transactions' | 'wallets.activity' | 'wallets.stream' | 'adjustments.create'
>;

export const walletHandlers = ({ pool, ledger, clock, plans, packs }: Services): WalletHandlers => ({
  'wallets.get': async ({ params, caller }) => {
    const wallet = walletFor(caller, params.wallet, 'read');
    const { plan } = standingOf(await subscriptionOf(pool, wallet), plans.terms, clock());
    const { enabled, threshold, packId, monthlyCap } = await readAutoTopup(pool, wallet, packs, clock());
    const autoTopup = enabled ? { enabled, threshold, packId, monthlyCap } : null;
    return { ...(await walletState(pool, wallet)), plan: plan.id, autoTopup };
  },
  'wallets.transactions': async ({ params, query, caller }) => {
    const wallet = walletFor(caller, params.wallet, 'read');
    const limit = query.limit ?? pageLimitDefault;
    const { kind, from, to, cursor } = query;
    const lines = await history(pool, { wallet, kind, from, to, before: seqOf(cursor), limit: limit + 1 });
    return pageOf(lines, limit, (line) => String(line.seq));
  },
  'wallets.activity': ({ params, query, caller }) => {
    const { days = activityDaysDefault, timezone = 'UTC' } = query;
    return walletActivity(pool, { wallet: walletFor(caller, params.wallet, 'read'), days, timezone, nowMs: clock() });
  },
  'wallets.stream': ({ params, caller }) => walletState(pool, walletFor(caller, params.wallet, 'read')),
  'adjustments.create': ({ body, caller, cause }) =>
    adjust({ ledger, clock }, { ...body, madeBy: callerName(caller), cause }),
});

/** The history as a file. It streams: what was not sent yet was not read yet. */
export const transactionsCsv =
  ({ pool }: Services): Alternative<'wallets.transactions'> =>
  async ({ params, query, caller }, _request, response) => {
    const wallet = walletFor(caller, params.wallet, 'read');
    const { kind, from, to } = query;
    response.setHeader('Cache-Control', 'private, no-store');
    response.type('text/csv').attachment(`${wallet.replace(/[^A-Za-z0-9_-]/g, '-')}-transactions.csv`);
    await pipeline(Readable.from(historyCsv(pool, { wallet, kind, from, to })), response).catch((error: unknown) => {
      if (!hasLeft(error)) throw error;
    });
  };

/** Whoever leaves before the end has read what they wanted: that is no failure to be logged. */
const hasLeft = (error: unknown) =>
  error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE';
