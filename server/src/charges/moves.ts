import type { Charge } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';

/** A step of a charge, and what it did to its wallet's spendable credits. */
export interface ChargeMove {
  readonly to: Charge['status'];
  readonly charge: Charge;
  readonly balanceBefore: bigint;
  readonly balanceAfter: bigint;
}

/** Hears of charges in the transaction that makes them. */
export type OnChargeMoves = (tx: Queryable, moves: readonly ChargeMove[]) => Promise<void>;
