// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/earnings';
import type {
  KopaiConnectRedirectEvent,
  KopaiEarnings as KopaiEarningsElement,
  KopaiErrorEvent,
  KopaiPayoutRequestedEvent,
  KopaiSignInEvent,
} from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-earnings>`, and a handler for each of its events. */
export interface KopaiEarningsProps extends WrapperProps {
  readonly wallet?: KopaiEarningsElement['wallet'] | undefined;
  readonly readOnly?: KopaiEarningsElement['readOnly'] | undefined;
  /** About to leave for Stripe's onboarding; may be prevented. */
  readonly onKopaiConnectRedirect?: ((event: KopaiConnectRedirectEvent) => void) | undefined;
  /** Earnings are on their way. */
  readonly onKopaiPayoutRequested?: ((event: KopaiPayoutRequestedEvent) => void) | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** What an organization's agents have earned, and the way to its bank account: connect Stripe, withdraw, and see each withdrawal arrive. */
export const KopaiEarnings = wrap<KopaiEarningsElement, KopaiEarningsProps>({
  tag: 'kopai-earnings',
  attributes: {
    wallet: 'wallet',
  },
  switches: {
    readOnly: 'read-only',
  },
  properties: [],
  events: {
    onKopaiConnectRedirect: 'kopai-connect-redirect',
    onKopaiPayoutRequested: 'kopai-payout-requested',
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
