import type { Queryable } from '../db/index.ts';
import type { WalletName } from './accounts.ts';

export interface FoundWallet {
  readonly wallet: WalletName;
  /** In microcredits; below zero is a debt. */
  readonly balance: bigint;
  readonly held: bigint;
}

/**
 * Wallets whose owner's id begins with these letters, the largest balance first; all of them where there are none. An owner can be named whole,
 * as `user:alice`.
 */
export function findWallets(db: Queryable, query: { owner: string; limit: number }): Promise<FoundWallet[]> {
  const kinds = /^(user|org):/.test(query.owner) ? [''] : ['user:', 'org:'];
  const start = query.owner.replaceAll(/[\\%_]/g, '\\$&');
  return db.query<FoundWallet>(
    `select substr(w.account, 8) as wallet, w.posted as balance, coalesce(h.posted, 0) as held
     from ledger_accounts w
     left join ledger_accounts h on h.account = 'held:' || substr(w.account, 8) and h.lane = 0
     where w.account like any($1) and w.lane = 0
     order by w.posted desc, w.account limit $2`,
    [kinds.map((kind) => `wallet:${kind}${start}%`), query.limit],
  );
}
