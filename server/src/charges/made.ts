import { Problem, problems } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import type { ChargeIntent } from './intent.ts';
import type { ChargeResult } from './make-charge.ts';
import { type ChargeRow, chargesByCause } from './rows.ts';

/** Charges that were made, by message and by key. A batch adds what it makes itself, so that it answers twins within it too. */
export class Made {
  readonly #byMessage = new Map<string, ChargeRow>();
  readonly #byKey = new Map<string, ChargeRow>();

  add(row: ChargeRow): void {
    this.#byMessage.set(row.message_id, row);
    if (row.idempotency_key !== null) this.#byKey.set(row.idempotency_key, row);
  }

  /** The answer to a request whose message or key was charged before: the first one, or that it belongs to another charge. */
  find(intent: ChargeIntent): ChargeResult | undefined {
    const row =
      this.#byMessage.get(intent.request.messageId) ??
      (intent.idempotencyKey === undefined ? undefined : this.#byKey.get(intent.idempotencyKey));
    if (!row) return undefined;
    // A row of this very intent is its own, written by an attempt whose answer was lost.
    if (asksFor(intent, row)) return { row, replayed: row.id !== intent.id };
    const used = row.message_id === intent.request.messageId ? 'message id' : 'Idempotency-Key';
    return new Problem(
      'idempotency_key_reused',
      `This ${used} belongs to another charge (${problems.idempotency_key_reused.remedy})`,
    );
  }
}

/**
 * Whether a charge is what is asked for: the same message from the same user to the same agent, to be held or not. The quote is left out: a page that
 * asked for a fresh quote before it tried again means the message it has already paid for.
 */
const asksFor = ({ request }: ChargeIntent, row: ChargeRow): boolean =>
  row.message_id === request.messageId &&
  row.agent_id === request.agentId &&
  row.user_id === request.userId &&
  row.org_id === (request.orgId ?? null) &&
  row.held_first === (request.capture === false);

/** Looks up what was charged for any of these intents. Under their locks the answer is final; without them only what is found is. */
export async function readMade(db: Queryable, intents: readonly ChargeIntent[]): Promise<Made> {
  const made = new Made();
  const rows = await chargesByCause(db, {
    messageIds: intents.map((intent) => intent.request.messageId),
    idempotencyKeys: intents.flatMap((intent) => intent.idempotencyKey ?? []),
  });
  for (const row of rows) made.add(row);
  return made;
}
