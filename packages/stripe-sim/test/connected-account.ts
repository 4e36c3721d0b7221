import type Stripe from 'stripe';
import type { Scene } from './start-scene.ts';

/** Makes a connected account that gets transfers, as a marketplace makes one for a creator. */
export function openAccount(
  { stripe }: Scene,
  params: Partial<Stripe.AccountCreateParams> = {},
): Promise<Stripe.Account> {
  return stripe.accounts.create({
    country: 'US',
    email: 'studio@example.com',
    controller: {
      fees: { payer: 'application' },
      losses: { payments: 'application' },
      stripe_dashboard: { type: 'express' },
    },
    capabilities: { transfers: { requested: true } },
    metadata: { wallet: 'org:studio' },
    ...params,
  });
}

/** The same, with its owner's onboarding done. */
export async function openVerifiedAccount(
  scene: Scene,
  params: Partial<Stripe.AccountCreateParams> = {},
): Promise<Stripe.Account> {
  const { id } = await openAccount(scene, params);
  await scene.control('POST', `/accounts/${id}`, { onboarding: 'completed' });
  return scene.stripe.accounts.retrieve(id);
}

/** Brings the platform money that is available at once. */
export async function fillBalance({ stripe }: Scene, amount: number): Promise<void> {
  await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: 'pm_card_bypassPending',
    confirm: true,
  });
}

/** What a balance holds now, in cents; the platform's unless an account is named. */
export async function availableOf({ stripe }: Scene, account?: string): Promise<number> {
  const balance = await stripe.balance.retrieve({}, account === undefined ? {} : { stripeAccount: account });
  return balance.available.reduce((sum, { amount }) => sum + amount, 0);
}

/** No fee at all, so that what was paid is what can be moved. */
export const freeOfCharge = { percentBasisPoints: 0, fixedFee: 0 };
