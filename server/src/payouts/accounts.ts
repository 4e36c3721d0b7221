import { bankFailuresMost, type ConnectState } from '@kopai/contracts';
import type { Clock } from '../clock.ts';
import type { Queryable } from '../db/index.ts';
import type { AccountState, PayoutProvider } from './provider.ts';

export interface AccountRow {
  readonly org_id: string;
  readonly account_id: string;
  readonly details_submitted: boolean;
  readonly payouts_enabled: boolean;
  readonly requirements_due: string[];
  readonly disabled_reason: string | null;
  readonly bank_failures: number;
  readonly disconnected_at: Date | null;
}

interface AccountDependencies {
  readonly pool: Queryable;
  readonly clock: Clock;
  readonly provider: PayoutProvider;
}

export async function accountOf(db: Queryable, orgId: string): Promise<AccountRow | undefined> {
  const [row] = await db.query<AccountRow>('select * from connected_accounts where org_id = $1', [orgId]);
  return row;
}

/** The organization's account, made at the provider when there is none. Two that race make the same one there, and keep one row here. */
export async function ensureAccount(deps: AccountDependencies, orgId: string): Promise<AccountRow> {
  const known = await accountOf(deps.pool, orgId);
  if (known && !known.disconnected_at) return known;
  const made = await deps.provider.createAccount(
    orgId,
    known ? `account:${orgId}:after:${known.account_id}` : `account:${orgId}`,
  );
  const now = new Date(deps.clock());
  await deps.pool.query(
    `insert into connected_accounts (org_id, account_id, created_at, updated_at) values ($1, $2, $3, $3)
     on conflict (org_id) do update set account_id = excluded.account_id, disconnected_at = null, bank_failures = 0,
       updated_at = excluded.updated_at`,
    [orgId, made.accountId, now],
  );
  await mirrorAccount(deps.pool, made, now);
  const row = await accountOf(deps.pool, orgId);
  if (!row) throw new Error('an account that was just written is not there');
  return row;
}

/** Writes down how the provider describes an account. Requirements that were met arm a paused one again. */
export async function mirrorAccount(db: Queryable, state: AccountState, now: Date): Promise<void> {
  await db.query(
    `update connected_accounts set details_submitted = $2, payouts_enabled = $3, requirements_due = $4, disabled_reason = $5, updated_at = $6
     where account_id = $1 and disconnected_at is null`,
    [state.accountId, state.detailsSubmitted, state.payoutsEnabled, state.requirementsDue, state.disabledReason, now],
  );
}

/** The organization has taken its account back: nothing is sent to it any more. */
export async function disconnectAccount(db: Queryable, accountId: string, now: Date): Promise<void> {
  await db.query(
    `update connected_accounts set disconnected_at = $2, payouts_enabled = false, updated_at = $2
     where account_id = $1 and disconnected_at is null`,
    [accountId, now],
  );
}

/** A payout from the creator's account to their bank has ended. Three failures in a row pause what we send. */
export async function noteBankPayout(
  db: Queryable,
  accountId: string,
  ended: 'paid' | 'failed',
  now: Date,
): Promise<void> {
  await db.query(
    `update connected_accounts set bank_failures = case when $2 = 'failed' then bank_failures + 1 else 0 end, updated_at = $3
     where account_id = $1`,
    [accountId, ended, now],
  );
}

/** The creator has given another bank account: it starts with a clean record. */
export async function forgetBankFailures(db: Queryable, accountId: string, now: Date): Promise<void> {
  await db.query('update connected_accounts set bank_failures = 0, updated_at = $2 where account_id = $1', [
    accountId,
    now,
  ]);
}

export const isPaused = (row: AccountRow): boolean => row.bank_failures >= bankFailuresMost;

export function connectStateOf(orgId: string, row: AccountRow | undefined): ConnectState {
  const connected = row !== undefined && row.disconnected_at === null;
  return {
    object: 'connect',
    wallet: `org:${orgId}`,
    connected,
    detailsSubmitted: connected && row.details_submitted,
    payoutsEnabled: connected && row.payouts_enabled,
    requirementsDue: connected ? row.requirements_due : [],
    disabledReason: connected ? row.disabled_reason : null,
    paused: connected && isPaused(row),
  };
}
