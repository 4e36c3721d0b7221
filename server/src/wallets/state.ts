import type { Wallet } from '@kopai/contracts';
import type { Queryable } from '../db/index.ts';
import { heldAccount, walletAccount } from '../ledger/index.ts';

/** Below this many microcredits a wallet is low: five credits, half a dollar. */
export const lowBalanceBelow = 5_000_000n;

/** Wallets as they are now. One that was never used is empty: it exists from first use. */
export async function walletStates(db: Queryable, wallets: readonly string[]): Promise<Map<string, Wallet>> {
  const accounts = wallets.flatMap((wallet) => [walletAccount(wallet), heldAccount(wallet)]);
  const rows = await db.query<{ account: string; posted: bigint; seq: bigint }>(
    'select account, posted, seq from ledger_accounts where account = any($1) and lane = 0',
    [accounts],
  );
  const byAccount = new Map(rows.map((row) => [row.account, row]));
  return new Map(
    wallets.map((wallet) => {
      const spendable = byAccount.get(walletAccount(wallet));
      return [wallet, stateOf(wallet, spendable, byAccount.get(heldAccount(wallet))?.posted ?? 0n)];
    }),
  );
}

export async function walletState(db: Queryable, wallet: string): Promise<Wallet> {
  const state = (await walletStates(db, [wallet])).get(wallet);
  if (!state) throw new Error(`${wallet} was asked for and not answered`);
  return state;
}

function stateOf(wallet: string, spendable: { posted: bigint; seq: bigint } | undefined, held: bigint): Wallet {
  const posted = spendable?.posted ?? 0n;
  return {
    object: 'wallet',
    id: wallet,
    balance: posted + held,
    held,
    available: posted > 0n ? posted : 0n,
    debt: posted < 0n ? -posted : 0n,
    plan: 'free',
    lowBalance: posted < lowBalanceBelow,
    autoTopup: null,
    seq: Number(spendable?.seq ?? 0n),
  };
}
