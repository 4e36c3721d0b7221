import type { Queryable } from '../db/index.ts';
import type { HostEvent } from './events.ts';

/** A wallet's spendable credits before and after a movement, in microcredits. */
export interface BalanceStep {
  readonly wallet: string;
  readonly before: bigint;
  readonly after: bigint;
}

/**
 * The alerts that these movements give: one when a wallet falls below the mark, and none again before credits that
 * were added have lifted it above. Spending and refunds around the mark stay silent.
 */
export async function lowBalanceEvents(
  tx: Queryable,
  steps: readonly BalanceStep[],
  { mark, at }: { mark: bigint; at: Date },
): Promise<HostEvent[]> {
  const fallen = steps.filter(({ before, after }) => before >= mark && after < mark);
  const events: HostEvent[] = [];
  for (const { wallet, after } of fallen) {
    const fresh = await tx.query(
      'insert into low_balance_alerts (wallet, alerted_at) values ($1, $2) on conflict do nothing returning wallet',
      [wallet, at],
    );
    if (fresh.length > 0)
      events.push({ type: 'wallet.low_balance', data: { wallet, available: after, threshold: mark }, at });
  }
  return events;
}

/** Arms the alert again, once credits that were added lift the wallet above the mark. */
export async function armLowBalance(
  tx: Queryable,
  { wallet, after }: { wallet: string; after: bigint },
  mark: bigint,
): Promise<void> {
  if (after >= mark) await tx.query('delete from low_balance_alerts where wallet = $1', [wallet]);
}
