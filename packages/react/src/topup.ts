// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/topup';
import type {
  KopaiErrorEvent,
  KopaiSignInEvent,
  KopaiTopupDoneEvent,
  KopaiTopup as KopaiTopupElement,
  KopaiTopupRedirectEvent,
  KopaiTopupStatusEvent,
  KopaiTopupSuccessEvent,
} from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-topup>`, and a handler for each of its events. */
export interface KopaiTopupProps extends WrapperProps {
  readonly wallet?: KopaiTopupElement['wallet'] | undefined;
  readonly successUrl?: KopaiTopupElement['successUrl'] | undefined;
  readonly cancelUrl?: KopaiTopupElement['cancelUrl'] | undefined;
  readonly uiMode?: KopaiTopupElement['uiMode'] | undefined;
  /** About to leave for the checkout; may be prevented. */
  readonly onKopaiTopupRedirect?: ((event: KopaiTopupRedirectEvent) => void) | undefined;
  /** The top-up being followed is in another state. */
  readonly onKopaiTopupStatus?: ((event: KopaiTopupStatusEvent) => void) | undefined;
  /** The credits have landed. */
  readonly onKopaiTopupSuccess?: ((event: KopaiTopupSuccessEvent) => void) | undefined;
  /** The payer has seen how it stands, and dismissed it. */
  readonly onKopaiTopupDone?: ((event: KopaiTopupDoneEvent) => void) | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** Buys credits: choose a pack, pay at the checkout, and come back to see them land. Put it on the page that the payer returns to; by default that is the one it stands on. */
export const KopaiTopup = wrap<KopaiTopupElement, KopaiTopupProps>({
  tag: 'kopai-topup',
  attributes: {
    wallet: 'wallet',
    successUrl: 'success-url',
    cancelUrl: 'cancel-url',
    uiMode: 'ui-mode',
  },
  switches: {},
  properties: [],
  events: {
    onKopaiTopupRedirect: 'kopai-topup-redirect',
    onKopaiTopupStatus: 'kopai-topup-status',
    onKopaiTopupSuccess: 'kopai-topup-success',
    onKopaiTopupDone: 'kopai-topup-done',
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
