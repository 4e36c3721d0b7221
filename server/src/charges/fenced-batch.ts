import { Problem } from '@kopai/contracts';
import { type Drift, walletAccount } from '../ledger/index.ts';
import type { ChargeIntent } from './intent.ts';
import { Made } from './made.ts';
import type { ChargeResult } from './make-charge.ts';
import type { ChargeRow } from './rows.ts';

/** The charges that one statement makes, and the twins among them that are answered by the first. */
export class FencedBatch {
  readonly rows: ChargeRow[] = [];
  readonly intents: ChargeIntent[] = [];
  readonly #made = new Made();
  readonly #twins: ChargeIntent[] = [];

  /** Whether its message or key is charged by one of these: then it is answered as that one is. */
  isTwin(intent: ChargeIntent): boolean {
    if (!this.#made.find(intent)) return false;
    this.#twins.push(intent);
    return true;
  }

  add(intent: ChargeIntent, row: ChargeRow): void {
    this.#made.add(row);
    this.rows.push(row);
    this.intents.push(intent);
  }

  /** How many are answered. */
  get size(): number {
    return this.intents.length + this.#twins.length;
  }

  get agentIds(): string[] {
    return [...new Set(this.rows.map((row) => row.agent_id))];
  }

  /** What everybody is answered, once all of it is written. */
  *results(drift: Drift): Generator<[ChargeIntent, ChargeResult]> {
    for (const [i, intent] of this.intents.entries()) {
      const row = this.rows[i];
      if (row) yield [intent, { row: drifted(row, drift), replayed: false }];
    }
    for (const twin of this.#twins) {
      const first = this.#made.find(twin);
      if (first) yield [twin, first instanceof Problem ? first : { ...first, row: drifted(first.row, drift) }];
    }
  }
}

/** A charge as it was written, where its wallet was elsewhere than it was decided on. */
export function drifted(row: ChargeRow, drift: Drift): ChargeRow {
  const by = drift.of(walletAccount(row.wallet));
  return by === 0n ? row : { ...row, balance_after: row.balance_after + by };
}
