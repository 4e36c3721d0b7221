// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/plan';
import type {
  KopaiErrorEvent,
  KopaiPlan as KopaiPlanElement,
  KopaiPlanRedirectEvent,
  KopaiSignInEvent,
} from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-plan>`, and a handler for each of its events. */
export interface KopaiPlanProps extends WrapperProps {
  readonly wallet?: KopaiPlanElement['wallet'] | undefined;
  readonly successUrl?: KopaiPlanElement['successUrl'] | undefined;
  readonly cancelUrl?: KopaiPlanElement['cancelUrl'] | undefined;
  readonly compact?: KopaiPlanElement['compact'] | undefined;
  /** About to leave for the checkout or the billing portal; may be prevented. */
  readonly onKopaiPlanRedirect?: ((event: KopaiPlanRedirectEvent) => void) | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** The plan of a wallet, what the plans include side by side, and the way to another one: upgrade at the checkout, or change the card and cancel in the billing portal. */
export const KopaiPlan = wrap<KopaiPlanElement, KopaiPlanProps>({
  tag: 'kopai-plan',
  attributes: {
    wallet: 'wallet',
    successUrl: 'success-url',
    cancelUrl: 'cancel-url',
  },
  switches: {
    compact: 'compact',
  },
  properties: [],
  events: {
    onKopaiPlanRedirect: 'kopai-plan-redirect',
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
