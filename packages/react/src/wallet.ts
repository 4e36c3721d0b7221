// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/wallet';
import type {
  KopaiConnectRedirectEvent,
  KopaiErrorEvent,
  KopaiPayoutRequestedEvent,
  KopaiPlanRedirectEvent,
  KopaiSignInEvent,
  KopaiTopupRedirectEvent,
  KopaiTopupStatusEvent,
  KopaiTopupSuccessEvent,
  KopaiWallet as KopaiWalletElement,
} from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-wallet>`, and a handler for each of its events. */
export interface KopaiWalletProps extends WrapperProps {
  readonly wallet?: KopaiWalletElement['wallet'] | undefined;
  readonly successUrl?: KopaiWalletElement['successUrl'] | undefined;
  readonly cancelUrl?: KopaiWalletElement['cancelUrl'] | undefined;
  readonly uiMode?: KopaiWalletElement['uiMode'] | undefined;
  readonly noTopup?: KopaiWalletElement['noTopup'] | undefined;
  readonly heading?: KopaiWalletElement['heading'] | undefined;
  readonly noPlan?: KopaiWalletElement['noPlan'] | undefined;
  readonly memberName?: KopaiWalletElement['memberName'] | undefined;
  readonly members?: KopaiWalletElement['members'] | undefined;
  /** About to leave for the checkout; may be prevented. */
  readonly onKopaiTopupRedirect?: ((event: KopaiTopupRedirectEvent) => void) | undefined;
  /** The top-up being followed is in another state. */
  readonly onKopaiTopupStatus?: ((event: KopaiTopupStatusEvent) => void) | undefined;
  /** The credits have landed. */
  readonly onKopaiTopupSuccess?: ((event: KopaiTopupSuccessEvent) => void) | undefined;
  /** About to leave for Stripe's onboarding; may be prevented. */
  readonly onKopaiConnectRedirect?: ((event: KopaiConnectRedirectEvent) => void) | undefined;
  /** Earnings are on their way. */
  readonly onKopaiPayoutRequested?: ((event: KopaiPayoutRequestedEvent) => void) | undefined;
  /** About to leave for a plan's checkout or the portal; may be prevented. */
  readonly onKopaiPlanRedirect?: ((event: KopaiPlanRedirectEvent) => void) | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** A wallet whole: the balance, live; what is held or owed; buying credits, by hand or automatically; an organization's earnings and budgets, or a person's plan; and what moved it. */
export const KopaiWallet = wrap<KopaiWalletElement, KopaiWalletProps>({
  tag: 'kopai-wallet',
  attributes: {
    wallet: 'wallet',
    successUrl: 'success-url',
    cancelUrl: 'cancel-url',
    uiMode: 'ui-mode',
    heading: 'heading',
  },
  switches: {
    noTopup: 'no-topup',
    noPlan: 'no-plan',
  },
  properties: ['memberName', 'members'],
  events: {
    onKopaiTopupRedirect: 'kopai-topup-redirect',
    onKopaiTopupStatus: 'kopai-topup-status',
    onKopaiTopupSuccess: 'kopai-topup-success',
    onKopaiConnectRedirect: 'kopai-connect-redirect',
    onKopaiPayoutRequested: 'kopai-payout-requested',
    onKopaiPlanRedirect: 'kopai-plan-redirect',
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
