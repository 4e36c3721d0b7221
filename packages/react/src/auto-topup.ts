// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/auto-topup';
import type {
  KopaiAutoTopup as KopaiAutoTopupElement,
  KopaiErrorEvent,
  KopaiSignInEvent,
  KopaiTopupRedirectEvent,
} from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-auto-topup>`, and a handler for each of its events. */
export interface KopaiAutoTopupProps extends WrapperProps {
  readonly wallet?: KopaiAutoTopupElement['wallet'] | undefined;
  readonly readOnly?: KopaiAutoTopupElement['readOnly'] | undefined;
  /** About to leave for the checkout, to save a card; may be prevented. */
  readonly onKopaiTopupRedirect?: ((event: KopaiTopupRedirectEvent) => void) | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** Buys a pack when the balance falls low, with the payer's consent: one sentence says what will be charged when, and one click stops it. */
export const KopaiAutoTopup = wrap<KopaiAutoTopupElement, KopaiAutoTopupProps>({
  tag: 'kopai-auto-topup',
  attributes: {
    wallet: 'wallet',
  },
  switches: {
    readOnly: 'read-only',
  },
  properties: [],
  events: {
    onKopaiTopupRedirect: 'kopai-topup-redirect',
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
