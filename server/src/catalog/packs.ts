import { centsToCredits, type Pack } from '@kopai/contracts';

/** The packs on sale by default. A credit always costs ten cents, so a pack is named by its price. */
export const defaultPacks: readonly Pack[] = [
  packOf('starter', 'Starter', 500),
  packOf('standard', 'Standard', 1_500),
  packOf('pro', 'Pro', 5_000),
];

/** A pack of whole cents. */
export function packOf(id: string, name: string, amountCents: number): Pack {
  return { id, object: 'pack', name, credits: centsToCredits(BigInt(amountCents)), amountCents, currency: 'usd' };
}
