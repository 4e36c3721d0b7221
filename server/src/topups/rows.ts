import { Problem, type Topup, type TopupStatus, type UiMode } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';

export interface TopupRow {
  readonly id: string;
  readonly cause: string;
  readonly kind: 'checkout' | 'auto';
  readonly wallet: string;
  readonly pack_id: string;
  readonly credits: bigint;
  readonly amount_cents: bigint;
  readonly currency: 'usd';
  readonly ui_mode: UiMode;
  readonly success_url: string | null;
  readonly cancel_url: string | null;
  readonly status: TopupStatus;
  readonly session_id: string | null;
  readonly payment_intent_id: string | null;
  readonly checkout_url: string | null;
  readonly client_secret: string | null;
  readonly receipt_url: string | null;
  /** Credits that came back, and credits that an open dispute keeps from being spent. */
  readonly refunded: bigint;
  readonly disputed: bigint;
  readonly frozen: bigint;
  readonly clawback_steps: number;
  readonly created_at: Date;
  readonly paid_at: Date | null;
}

/** Where the payer can still pay is shown as long as paying is possible. */
export function topupOf(row: TopupRow): Topup {
  const open = row.status === 'pending';
  return {
    id: row.id,
    object: 'topup',
    wallet: row.wallet,
    packId: row.pack_id,
    credits: row.credits,
    amountCents: Number(row.amount_cents),
    currency: row.currency,
    status: row.status,
    checkoutUrl: open ? row.checkout_url : null,
    clientSecret: open ? row.client_secret : null,
    receiptUrl: row.receipt_url,
    createdAt: instantOf(row.created_at),
    paidAt: row.paid_at && instantOf(row.paid_at),
  };
}

export const isOpen = (row: TopupRow): boolean => row.status === 'pending' || row.status === 'processing';

export async function topupById(db: Queryable, id: string): Promise<TopupRow> {
  const [row] = await db.query<TopupRow>('select * from topups where id = $1', [id]);
  if (!row) throw topupNotFound(id);
  return row;
}

export const topupNotFound = (id: string) => new Problem('topup_not_found', `There is no top-up ${id} of yours.`);
