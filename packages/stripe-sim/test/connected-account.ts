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
