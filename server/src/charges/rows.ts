import type { Charge, ChargeStatus } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import { arrayParameter, type Queryable } from '../db/index.ts';
import type { ChargeAmounts } from './postings.ts';

/** A charge as its row: the first answer in columns that never change, and how it stands now. */
export interface ChargeRow {
  readonly id: string;
  readonly message_id: string;
  readonly idempotency_key: string | null;
  readonly agent_id: string;
  readonly agent_name: string;
  readonly user_id: string;
  readonly org_id: string | null;
  readonly wallet: string;
  readonly price_version: number;
  readonly infra: bigint;
  readonly add_on: bigint;
  readonly waived_infra: bigint;
  readonly waived_add_on: bigint;
  readonly amount: bigint;
  readonly free: boolean;
  readonly earning_org: string;
  readonly creator_share: bigint;
  readonly platform_share: bigint;
  readonly lane: number;
  readonly held_first: boolean;
  readonly status: ChargeStatus;
  readonly free_remaining: number;
  readonly balance_after: bigint;
  readonly created_at: Date;
  readonly hold_expires_at: Date | null;
  readonly captured_at: Date | null;
  readonly ended_at: Date | null;
  readonly ended_cause: string | null;
  /** When the creator's share became available, and by which transaction. */
  readonly settled_at: Date | null;
  readonly settlement_id: string | null;
}

/** A charge as callers read it. `first` shows it as it was answered first, for a request that is repeated. */
export function chargeOf(row: ChargeRow, view: 'now' | 'first' = 'now'): Charge {
  return {
    id: row.id,
    object: 'charge',
    status: view === 'now' ? row.status : row.held_first ? 'held' : 'captured',
    agentId: row.agent_id,
    userId: row.user_id,
    orgId: row.org_id,
    wallet: row.wallet,
    messageId: row.message_id,
    free: row.free,
    amount: row.amount,
    parts: { infra: row.infra, addOn: row.add_on },
    waived: { infra: row.waived_infra, addOn: row.waived_add_on },
    quoteVersion: row.price_version,
    freeMessagesRemaining: row.free_remaining,
    balanceAfter: row.balance_after,
    createdAt: instantOf(row.created_at),
    holdExpiresAt: row.hold_expires_at && instantOf(row.hold_expires_at),
  };
}

/** The amounts of a row, as its postings want them. */
export const amountsOf = (row: ChargeRow): ChargeAmounts => ({
  wallet: row.wallet,
  lane: row.lane,
  earningOrg: row.earning_org,
  amount: row.amount,
  infra: row.infra,
  creatorShare: row.creator_share,
  platformShare: row.platform_share,
  free: row.free,
  waivedInfra: row.waived_infra,
});

/** Columns and their array types, in one place: rows travel as one array per column. */
export const chargeColumnTypes = {
  id: 'text',
  message_id: 'text',
  idempotency_key: 'text',
  agent_id: 'text',
  agent_name: 'text',
  user_id: 'text',
  org_id: 'text',
  wallet: 'text',
  price_version: 'integer',
  infra: 'bigint',
  add_on: 'bigint',
  waived_infra: 'bigint',
  waived_add_on: 'bigint',
  amount: 'bigint',
  free: 'boolean',
  earning_org: 'text',
  creator_share: 'bigint',
  platform_share: 'bigint',
  lane: 'smallint',
  held_first: 'boolean',
  status: 'text',
  free_remaining: 'integer',
  balance_after: 'bigint',
  created_at: 'timestamptz',
  hold_expires_at: 'timestamptz',
  captured_at: 'timestamptz',
  ended_at: 'timestamptz',
  ended_cause: 'text',
  settled_at: 'timestamptz',
  settlement_id: 'text',
} as const satisfies Record<keyof ChargeRow, string>;

/** What a new charge has: nothing of its end. */
const names = (Object.keys(chargeColumnTypes) as (keyof ChargeRow)[]).filter(
  (name) => !['ended_at', 'ended_cause', 'settled_at', 'settlement_id'].includes(name),
);

const insertText = `insert into charges (${names.join(', ')})
   select ${names.map((name, i) => `unnest($${i + 1}::${chargeColumnTypes[name]}[])`).join(', ')}`;

/** Inserts charges in one statement. A message that another payer has charged meanwhile violates `charges_one_per_message`. */
export async function insertCharges(tx: Queryable, rows: readonly ChargeRow[]): Promise<void> {
  if (rows.length === 0) return;
  const parameters = names.map((name) => arrayParameter(chargeColumnTypes[name], rows, (row) => row[name]));
  await tx.query(insertText, parameters);
}

/** Charges that were made for any of these messages, or under any of these keys. */
export function chargesByCause(
  tx: Queryable,
  causes: { messageIds: readonly string[]; idempotencyKeys: readonly string[] },
): Promise<ChargeRow[]> {
  return tx.query<ChargeRow>(
    `select * from charges where message_id = any($1)
     union
     select * from charges where idempotency_key = any($2)`,
    [causes.messageIds, causes.idempotencyKeys],
  );
}

export async function chargeById(db: Queryable, id: string): Promise<ChargeRow | undefined> {
  const [row] = await db.query<ChargeRow>('select * from charges where id = $1', [id]);
  return row;
}
