import { type Transaction, type TransactionKind, transactionKinds } from '@kopai/contracts';
import { instantOf } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import { walletAccount } from '../ledger/index.ts';

/** Which lines of a wallet's history; `before` is the seq of the last line already seen. */
export interface HistoryQuery {
  readonly wallet: string;
  readonly kind?: TransactionKind | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
  readonly before?: bigint | undefined;
  readonly limit: number;
}

interface HistoryRow {
  id: string;
  seq: bigint;
  kind: TransactionKind;
  amount: bigint;
  balance_after: bigint;
  created_at: Date;
  details: Record<string, string | undefined>;
}

/** A charge says itself what its first transaction would say again, which has no row of its own: these columns of its row never change. */
const chargeDetails = `case when c.id is not null then jsonb_build_object('chargeId', c.id, 'agentId', c.agent_id, 'agentName', c.agent_name,
  'userId', c.user_id, 'messageId', c.message_id, 'infra', c.infra::text, 'addOn', c.add_on::text) end`;

/** One text for each kind, and one for all: an index of rare kinds is found by what is written, not by what is sent. */
const texts = new Map<TransactionKind | undefined, string>(
  [undefined, ...transactionKinds].map((kind) => [
    kind,
    `select e.transaction_id as id, e.seq, e.kind, e.amount, e.balance_after, e.created_at, coalesce(${chargeDetails}, t.details) as details
     from ledger_entries e left join ledger_transactions t on t.id = e.transaction_id
       left join charges c on c.id = case when t.id is null then charge_of_transaction(e.transaction_id) when t.source_kind = 'charge' then t.source_id end
     where e.account = $1 and e.lane = 0
       and ($2::bigint is null or e.seq < $2)
       and e.seq >= (select case when $3::timestamptz is null then 1
         else first_seq_since($1, 0::smallint, $3 - interval '1 minute') end)
       and e.seq < (select case when $4::timestamptz is null then 9223372036854775807
         else first_seq_since($1, 0::smallint, $4 + interval '1 minute') end)
       and ($3 is null or e.created_at >= $3)
       and ($4 is null or e.created_at < $4)
       ${kind === undefined ? '' : `and e.kind = '${kind}' and e.account like 'wallet:%'`}
     order by e.seq desc
     limit $5`,
  ]),
);

/** Lines of the history, newest first, by keyset: a page costs the same however deep it lies. */
export async function history(db: Queryable, query: HistoryQuery): Promise<Transaction[]> {
  const { wallet, kind, before = null, from = null, to = null, limit } = query;
  const rows = await db.query<HistoryRow>(texts.get(kind) ?? '', [walletAccount(wallet), before, from, to, limit]);
  return rows.map((row) => lineOf(wallet, row));
}

/** What happened, in the words its poster wrote down at the time. */
function lineOf(wallet: string, { details, ...row }: HistoryRow): Transaction {
  const { infra, addOn } = details;
  return {
    id: row.id,
    object: 'transaction',
    wallet,
    seq: Number(row.seq),
    kind: row.kind,
    amount: row.amount,
    balanceAfter: row.balance_after,
    earnings: details.earnings === undefined ? null : BigInt(details.earnings),
    createdAt: instantOf(row.created_at),
    agentId: details.agentId ?? null,
    agentName: details.agentName ?? null,
    userId: details.userId ?? null,
    messageId: details.messageId ?? null,
    chargeId: details.chargeId ?? null,
    topupId: details.topupId ?? null,
    parts: infra !== undefined && addOn !== undefined ? { infra: BigInt(infra), addOn: BigInt(addOn) } : null,
    reason: details.reason ?? null,
    receiptUrl: details.receiptUrl ?? null,
  };
}
