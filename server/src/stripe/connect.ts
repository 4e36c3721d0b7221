import Stripe from 'stripe';
import type { AccountState, PayoutProvider, TransferAnswer, TransferOrder, TransferState } from '../payouts/index.ts';
import { answered } from './answered.ts';
import { isFinal } from './final-answer.ts';

/** Connect and transfers over the official client. */
export function stripeConnect(stripe: Stripe): PayoutProvider {
  return {
    async createAccount(orgId, key) {
      const account = await answered(() => stripe.accounts.create(accountParams(orgId), { idempotencyKey: key }));
      return accountStateOf(account);
    },
    readAccount: async (accountId) => accountStateOf(await answered(() => stripe.accounts.retrieve(accountId))),
    async onboardingLink(accountId, { returnUrl, refreshUrl }) {
      const link = await answered(() =>
        stripe.accountLinks.create({
          account: accountId,
          type: 'account_onboarding',
          return_url: returnUrl,
          refresh_url: refreshUrl,
        }),
      );
      return { url: link.url, expiresMs: link.expires_at * 1000 };
    },
    send: (order) => send(stripe, order),
    async findTransfer(payoutId) {
      const { data } = await answered(() => stripe.transfers.list({ transfer_group: payoutId, limit: 1 }));
      return data[0] && transferStateOf(data[0]);
    },
    readTransfer: async (transferId) => transferStateOf(await answered(() => stripe.transfers.retrieve(transferId))),
  };
}

/** The platform pays Stripe's fees and bears losses; the creator sees Stripe's Express dashboard. Transfers are all it needs. */
const accountParams = (orgId: string): Stripe.AccountCreateParams => ({
  controller: {
    fees: { payer: 'application' },
    losses: { payments: 'application' },
    requirement_collection: 'stripe',
    stripe_dashboard: { type: 'express' },
  },
  capabilities: { transfers: { requested: true } },
  metadata: { org: orgId },
});

const accountStateOf = (account: Stripe.Account): AccountState => ({
  accountId: account.id,
  detailsSubmitted: account.details_submitted ?? false,
  payoutsEnabled: account.payouts_enabled ?? false,
  requirementsDue: account.requirements?.currently_due ?? [],
  disabledReason: account.requirements?.disabled_reason ?? null,
});

const transferStateOf = (transfer: Stripe.Transfer): TransferState => ({
  transferId: transfer.id,
  payoutId: transfer.metadata.payout ?? null,
  reversedCents: transfer.amount_reversed,
});

/** The transfer's group is the payout, so that it can be found when its key is forgotten. */
async function send(stripe: Stripe, order: TransferOrder): Promise<TransferAnswer> {
  try {
    const transfer = await stripe.transfers.create(
      {
        amount: order.amountCents,
        currency: order.currency,
        destination: order.accountId,
        transfer_group: order.payoutId,
        metadata: { payout: order.payoutId },
      },
      { idempotencyKey: order.key },
    );
    return { kind: 'sent', transferId: transfer.id };
  } catch (error) {
    if (!(error instanceof Stripe.errors.StripeError)) throw error;
    if (error.code === 'balance_insufficient') return { kind: 'no_balance' };
    return { kind: isFinal(error) ? 'refused' : 'unknown', reason: error.message };
  }
}
