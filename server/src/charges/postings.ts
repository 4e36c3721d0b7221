import {
  availableEarnings,
  heldAccount,
  type Posting,
  pendingEarnings,
  platform,
  walletAccount,
} from '../ledger/index.ts';

/** What the postings of a charge are made from. Amounts are microcredits. */
export interface ChargeAmounts {
  readonly wallet: string;
  /** Which lane of the accounts that only receive; the same one all through a charge's life. */
  readonly lane: number;
  readonly earningOrg: string;
  readonly amount: bigint;
  readonly infra: bigint;
  readonly creatorShare: bigint;
  readonly platformShare: bigint;
  readonly free: boolean;
  readonly waivedInfra: bigint;
}

/** Postings of 0 are left out, save the wallet's own: its history shows free messages too. */
const moving = (postings: readonly Posting[]): Posting[] => postings.filter(({ amount }) => amount !== 0n);

/** Where the money of a message goes: infra to the platform, the add-on to the creator and the platform. Added to what it comes from. */
function income(charge: ChargeAmounts, postings: Posting[] = []): Posting[] {
  const { lane, free, waivedInfra, creatorShare, platformShare } = charge;
  const add = (account: string, amount: bigint) => amount !== 0n && postings.push({ account, lane, amount });
  add(platform.infraRevenue, charge.infra + (free ? waivedInfra : 0n));
  if (free) add(platform.freeMessageSubsidy, -waivedInfra);
  if (creatorShare !== 0n) add(pendingEarnings(charge.earningOrg), creatorShare);
  add(platform.marketplaceRevenue, platformShare);
  return postings;
}

/** A charge at once: the wallet pays. */
export const chargePostings = (charge: ChargeAmounts): Posting[] =>
  income(charge, [{ account: walletAccount(charge.wallet), amount: -charge.amount }]);

/** A message in flight: the credits wait beside the wallet. */
export const holdPostings = (charge: ChargeAmounts): Posting[] => [
  { account: walletAccount(charge.wallet), amount: -charge.amount },
  ...moving([{ account: heldAccount(charge.wallet), amount: charge.amount }]),
];

/** The message was answered: what waited is paid. */
export const capturePostings = (charge: ChargeAmounts): Posting[] => [
  { account: walletAccount(charge.wallet), amount: 0n },
  ...moving([{ account: heldAccount(charge.wallet), amount: -charge.amount }]),
  ...income(charge),
];

/** The message failed: what waited goes back. */
export const releasePostings = (charge: ChargeAmounts): Posting[] => [
  { account: walletAccount(charge.wallet), amount: charge.amount },
  ...moving([{ account: heldAccount(charge.wallet), amount: -charge.amount }]),
];

/**
 * Exactly the charge, reversed. The creator's share comes back from where it is: pending earnings, or once it has settled those
 * available; what was withdrawn already the platform bears.
 */
export function refundPostings(charge: ChargeAmounts, from: { pending: bigint; available: bigint }): Posting[] {
  const { lane } = charge;
  const pending = least(charge.creatorShare, from.pending);
  const available = least(charge.creatorShare - pending, from.available);
  const borne = charge.creatorShare - pending - available;
  const reversed = income({ ...charge, creatorShare: 0n }).map((posting) => ({ ...posting, amount: -posting.amount }));
  return [
    { account: walletAccount(charge.wallet), amount: charge.amount },
    ...reversed,
    ...moving([
      { account: pendingEarnings(charge.earningOrg), lane, amount: -pending },
      { account: availableEarnings(charge.earningOrg), amount: -available },
      { account: platform.disputeLoss, lane, amount: -borne },
    ]),
  ];
}

const least = (a: bigint, b: bigint) => (a < b ? a : b);
