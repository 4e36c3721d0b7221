import { recordAct } from '../audit/index.ts';
import { type Clock, instantOf } from '../clock.ts';
import { inTransaction, type Pool, type Queryable } from '../db/index.ts';

/** What a card network reports of a payment, as Stripe's early fraud warning says it. */
export interface ReportedFraud {
  readonly id: string;
  readonly paymentIntentId: string | undefined;
  /** Such as `made_with_stolen_card`. */
  readonly kind: string;
}

export interface FraudWarning {
  readonly id: string;
  readonly paymentIntentId: string | null;
  readonly topupId: string | null;
  readonly wallet: string | null;
  readonly kind: string;
  readonly warnedAt: string;
}

/**
 * Keeps a warning for an operator, and pauses the automatic top-up of the wallet that was paid for so: its card may be stolen, and would be charged again.
 * The credits stay: whether to refund, which a dispute's fee may make the cheaper end, is for a person to say. Once for each warning.
 */
export async function keepFraudWarning(tx: Queryable, fraud: ReportedFraud, at: Date): Promise<void> {
  const [kept] = await tx.query<{ topup_id: string | null; wallet: string | null }>(
    `insert into fraud_warnings (id, payment_intent_id, topup_id, wallet, kind, warned_at)
     select $1, $2, t.id, t.wallet, $3, $4 from (select) as one left join topups t on t.payment_intent_id = $2
     on conflict do nothing returning topup_id, wallet`,
    [fraud.id, fraud.paymentIntentId ?? null, fraud.kind, at],
  );
  if (!kept) return;
  const paused = await tx.query(
    `update auto_topups set obstacle = 'paused', next_try_at = null, last_failure = 'fraud_warning'
     where wallet = $1 and enabled returning wallet`,
    [kept.wallet],
  );
  await recordAct(tx, {
    actor: 'stripe',
    action: 'fraud_warning.receive',
    subject: kept.wallet ?? `payment:${fraud.paymentIntentId ?? 'unknown'}`,
    to: { warning: fraud.id, kind: fraud.kind, topup: kept.topup_id, autoTopupPaused: paused.length > 0 },
    at,
  });
}

/** Warnings that no operator has looked at, the oldest first. */
export async function openFraudWarnings(db: Queryable, query: { limit: number }): Promise<FraudWarning[]> {
  const rows = await db.query<Omit<FraudWarning, 'warnedAt'> & { warnedAt: Date }>(
    `select id, payment_intent_id as "paymentIntentId", topup_id as "topupId", wallet, kind, warned_at as "warnedAt"
     from fraud_warnings where noted_at is null order by warned_at limit $1`,
    [query.limit],
  );
  return rows.map((row) => ({ ...row, warnedAt: instantOf(row.warnedAt) }));
}

/** Says that an operator has looked at a warning. False where it was said before, or there is none. */
export function noteFraudWarning(
  { pool, clock }: { pool: Pool; clock: Clock },
  { id, actor }: { id: string; actor: string },
): Promise<boolean> {
  return inTransaction(pool, async (tx) => {
    const at = new Date(clock());
    const [noted] = await tx.query<{ wallet: string | null }>(
      'update fraud_warnings set noted_at = $2 where id = $1 and noted_at is null returning wallet',
      [id, at],
    );
    if (!noted) return false;
    await recordAct(tx, {
      actor,
      action: 'fraud_warning.note',
      subject: noted.wallet ?? `fraud_warning:${id}`,
      to: { warning: id },
      at,
    });
    return true;
  });
}
