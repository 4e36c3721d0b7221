import { formatCredits, type Pack, Problem, type UiMode } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import type { Pool } from '../db/index.ts';
import { newId } from '../new-id.ts';
import { type CheckoutProvider, CheckoutRefused } from './checkout.ts';
import { type TopupRow, topupById } from './rows.ts';

/** The first time a top-up is looked after without a webhook: payers take about this long. */
const firstCheckAfterMs = 60_000;

/** The query parameter that brings the payer back with the top-up's id, so that the page can follow it. */
export const topupParameter = 'kopai_topup';

export interface TopupOrder {
  readonly wallet: string;
  readonly pack: Pack;
  readonly uiMode: UiMode;
  /** Keep the card, with the payer's consent, for automatic top-ups. */
  readonly saveCard: boolean;
  readonly successUrl: string;
  readonly cancelUrl: string;
  readonly requestedBy: string;
  /** What asked for it: the same cause is the same top-up. */
  readonly cause: string;
}

/** What it takes to know a wallet's customer. */
export interface CustomerDependencies {
  readonly pool: Pool;
  readonly clock: Clock;
  readonly checkout: CheckoutProvider;
}

/**
 * Opens a checkout for a pack. Our row comes first and its id is the provider's idempotency key: whatever dies in
 * between, asking again continues where it stopped and never opens a second checkout.
 */
export async function createTopup(deps: CustomerDependencies, order: TopupOrder): Promise<TopupRow> {
  const row = await insertTopup(deps, order);
  if (row.session_id !== null || row.status !== 'pending') return row;
  try {
    const customerId = await customerOf(deps, order.wallet);
    const opened = await deps.checkout.open({
      topupId: row.id,
      wallet: order.wallet,
      customerId,
      name: `${formatCredits(order.pack.credits)} credits (${order.pack.name})`,
      amountCents: order.pack.amountCents,
      currency: order.pack.currency,
      uiMode: order.uiMode,
      saveCard: order.saveCard,
      successUrl: withTopup(order.successUrl, row.id),
      cancelUrl: withTopup(order.cancelUrl, row.id),
    });
    const [updated] = await deps.pool.query<TopupRow>(
      `update topups set session_id = $2, checkout_url = $3, client_secret = $4
       where id = $1 and session_id is null returning *`,
      [row.id, opened.sessionId, opened.url, opened.clientSecret],
    );
    return updated ?? (await topupById(deps.pool, row.id));
  } catch (error) {
    if (!(error instanceof CheckoutRefused)) throw error;
    await deps.pool.query("update topups set status = 'failed' where id = $1 and status = 'pending'", [row.id]);
    throw new Problem('payment_provider_error', `The payment provider refused the checkout: ${error.message}`);
  }
}

async function insertTopup({ pool, clock }: CustomerDependencies, order: TopupOrder): Promise<TopupRow> {
  const nowMs = clock();
  await pool.query(
    `insert into topups (id, cause, wallet, requested_by, pack_id, credits, amount_cents, currency, ui_mode, success_url, cancel_url,
       status, created_at, next_check_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 'pending', $12, $13)
     on conflict (cause) do nothing`,
    [
      newId('topup', nowMs),
      order.cause,
      order.wallet,
      order.requestedBy,
      order.pack.id,
      order.pack.credits,
      order.pack.amountCents,
      order.pack.currency,
      order.uiMode,
      order.successUrl,
      order.cancelUrl,
      new Date(nowMs),
      new Date(nowMs + firstCheckAfterMs),
    ],
  );
  const [row] = await pool.query<TopupRow>('select * from topups where cause = $1', [order.cause]);
  if (!row) throw new Error('a top-up that was just inserted is not there');
  return row;
}

/** The wallet's customer at the provider, made once. Two that race make the same one there, and keep one row here. */
export async function customerOf({ pool, checkout, clock }: CustomerDependencies, wallet: string): Promise<string> {
  const find = () =>
    pool.query<{ customer_id: string }>('select customer_id from stripe_customers where wallet = $1', [wallet]);
  const [known] = await find();
  if (known) return known.customer_id;
  const customerId = await checkout.createCustomer(wallet);
  await pool.query(
    'insert into stripe_customers (wallet, customer_id, created_at) values ($1, $2, $3) on conflict (wallet) do nothing',
    [wallet, customerId, new Date(clock())],
  );
  const [made] = await find();
  return made?.customer_id ?? customerId;
}

function withTopup(url: string, topupId: string): string {
  const back = new URL(url);
  back.searchParams.set(topupParameter, topupId);
  return back.href;
}
