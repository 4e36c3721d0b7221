/** The names of the accounts, and how those without a floor are spread over lanes. */

/** A wallet's owner as it is named everywhere: `user:<id>` or `org:<id>`. */
export type WalletName = string;

export const walletAccount = lastOne((wallet: WalletName) => `wallet:${wallet}`);
export const heldAccount = (wallet: WalletName): string => `held:${wallet}`;
export const pendingEarnings = lastOne((orgId: string) => `earnings:${orgId}:pending`);
export const availableEarnings = (orgId: string): string => `earnings:${orgId}:available`;

export const inTransitEarnings = (orgId: string): string => `earnings:${orgId}:in_transit`;

export const platform = {
  cash: 'platform:cash',
  infraRevenue: 'platform:infra_revenue',
  marketplaceRevenue: 'platform:marketplace_revenue',
  freeMessageSubsidy: 'platform:free_message_subsidy',
  promotions: 'platform:promotions',
  disputeLoss: 'platform:dispute_loss',
} as const;

/** Lanes of the accounts that only receive: each process that charges has some of its own. The schema knows the number. */
export const chargeLanes = 64;

/** Lanes that a payer's name chooses from, where no process has its own. Eight spread the writers of several processes on a few cores; the schema knows the number. */
export const laneCount = 8;

/**
 * The lane that a payer's money takes through the laned accounts: always the same one, so that a refund finds the lane its
 * charge went through. FNV-1a, because it is short and spreads names that differ in their last letter.
 */
export function laneOf(wallet: WalletName): number {
  let hash = 0x811c9dc5;
  for (let i = 0; i < wallet.length; i++) hash = Math.imul(hash ^ wallet.charCodeAt(i), 0x01000193);
  return (hash >>> 0) % laneCount;
}

/** Remembers the last one: a charge asks for the same name half a dozen times, and one that is put together anew is hashed anew by each map. */
function lastOne(nameOf: (owner: string) => string): (owner: string) => string {
  let last = '';
  let name = nameOf(last);
  return (owner) => {
    if (owner !== last) {
      name = nameOf(owner);
      last = owner;
    }
    return name;
  };
}

/**
 * How names begin, in the order in which every collation sorts them that PostgreSQL knows: the words differ before whose account it is does. The platform's other
 * accounts are left out, for Hawaiian sorts `infra_revenue` before those that begin with a consonant.
 */
const sortedBeginnings = ['earnings:', 'held:', platform.infraRevenue, platform.marketplaceRevenue, 'wallet:'] as const;

/** Where accounts of this kind stand in the database's order among those of other kinds; -1 where a collation may have it otherwise. */
export const rankOf = (account: string): number =>
  sortedBeginnings.findIndex((beginning) => account.startsWith(beginning));

/** Whether only a clawback may take this account below zero. */
export const hasFloor = (account: string): boolean => !account.startsWith('platform:');
