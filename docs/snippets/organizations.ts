import { type Kopai, parseCredits } from '@kopai/sdk';

// #region budget
/** What a member may spend of the organization's wallet. `limit: null` lifts it. Weeks begin on Monday, UTC. */
export const limitMember = (kopai: Kopai) =>
  kopai.budgets.put('org:acme', 'bob', { limit: parseCredits('20'), period: 'week' });
// #endregion budget

// #region connect
/** Where a creator finishes Stripe's onboarding. The link works once; coming back proves nothing, so the state is asked. */
export async function connectStripe(kopai: Kopai): Promise<{ goTo: string; payoutsEnabled: boolean }> {
  const page = 'https://app.example.com/settings/earnings';
  const { url } = await kopai.connect.start('org:acme', { returnUrl: page, refreshUrl: page });
  const { payoutsEnabled } = await kopai.connect.get('org:acme');
  return { goTo: url, payoutsEnabled };
}
// #endregion connect

// #region withdraw
/** Sends available earnings to the creator's Stripe account. What comes back is only the beginning: `status` moves on. */
export const withdraw = (kopai: Kopai) => kopai.payouts.create({ wallet: 'org:acme', amount: parseCredits('110') });
// #endregion withdraw

// #region entitlements
/** Before your application lets somebody upload a file. An unknown feature is not allowed, and says so. */
export async function mayUpload(kopai: Kopai, wallet: string, files: number, bytes: number): Promise<boolean> {
  const { allowed } = await kopai.plans.check({ wallet, feature: 'knowledgeBasePdf', quantity: files + 1, bytes });
  return allowed;
}
// #endregion entitlements

// #region auto-topup
/** With the payer's consent: buys Starter when less than 10 credits are left, for at most 200 credits a month. */
export const topUpByItself = (kopai: Kopai) =>
  kopai.autoTopup.put('me', {
    enabled: true,
    threshold: parseCredits('10'),
    packId: 'starter',
    monthlyCap: parseCredits('200'),
  });
// #endregion auto-topup
