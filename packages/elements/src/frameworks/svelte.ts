// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import type { HTMLAttributes } from 'svelte/elements';
import type {
  KopaiAutoTopup,
  KopaiBudgets,
  KopaiChart,
  KopaiConnectRedirectEvent,
  KopaiCostBadge,
  KopaiEarnings,
  KopaiErrorEvent,
  KopaiPayoutRequestedEvent,
  KopaiPlan,
  KopaiPlanRedirectEvent,
  KopaiProvider,
  KopaiSignInEvent,
  KopaiTopup,
  KopaiTopupDoneEvent,
  KopaiTopupRedirectEvent,
  KopaiTopupStatusEvent,
  KopaiTopupSuccessEvent,
  KopaiTransactions,
  KopaiWallet,
} from '../index.ts';

/** An element in a Svelte template: its properties and attributes, and its events as `onkopai-…`. */
type Tag<Element extends HTMLElement, Names extends keyof Element, More> = Omit<HTMLAttributes<Element>, Names> &
  Partial<Pick<Element, Names>> &
  More;

declare module 'svelte/elements' {
  export interface SvelteHTMLElements {
    'kopai-auto-topup': Tag<
      KopaiAutoTopup,
      'wallet' | 'readOnly',
      {
        'read-only'?: boolean | '';
        'onkopai-topup-redirect'?: (event: KopaiTopupRedirectEvent) => void;
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-budgets': Tag<
      KopaiBudgets,
      'wallet' | 'readOnly' | 'memberName' | 'members',
      {
        'read-only'?: boolean | '';
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-chart': Tag<
      KopaiChart,
      'wallet' | 'shows' | 'days',
      { 'onkopai-sign-in'?: (event: KopaiSignInEvent) => void; 'onkopai-error'?: (event: KopaiErrorEvent) => void }
    >;
    'kopai-cost-badge': Tag<KopaiCostBadge, 'agent' | 'wallet' | 'details', Record<never, never>>;
    'kopai-earnings': Tag<
      KopaiEarnings,
      'wallet' | 'readOnly',
      {
        'read-only'?: boolean | '';
        'onkopai-connect-redirect'?: (event: KopaiConnectRedirectEvent) => void;
        'onkopai-payout-requested'?: (event: KopaiPayoutRequestedEvent) => void;
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-plan': Tag<
      KopaiPlan,
      'wallet' | 'successUrl' | 'cancelUrl' | 'compact',
      {
        'success-url'?: string;
        'cancel-url'?: string;
        'onkopai-plan-redirect'?: (event: KopaiPlanRedirectEvent) => void;
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-provider': Tag<
      KopaiProvider,
      'baseUrl' | 'locale' | 'stripeKey' | 'appearance' | 'loadStripe' | 'fetchSession' | 'fetch',
      { 'base-url'?: string; 'stripe-key'?: string }
    >;
    'kopai-topup': Tag<
      KopaiTopup,
      'wallet' | 'successUrl' | 'cancelUrl' | 'uiMode',
      {
        'success-url'?: string;
        'cancel-url'?: string;
        'ui-mode'?: string;
        'onkopai-topup-redirect'?: (event: KopaiTopupRedirectEvent) => void;
        'onkopai-topup-status'?: (event: KopaiTopupStatusEvent) => void;
        'onkopai-topup-success'?: (event: KopaiTopupSuccessEvent) => void;
        'onkopai-topup-done'?: (event: KopaiTopupDoneEvent) => void;
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-transactions': Tag<
      KopaiTransactions,
      'wallet' | 'pageSize' | 'memberName',
      {
        'page-size'?: string;
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-wallet': Tag<
      KopaiWallet,
      'wallet' | 'successUrl' | 'cancelUrl' | 'uiMode' | 'noTopup' | 'heading' | 'noPlan' | 'memberName' | 'members',
      {
        'success-url'?: string;
        'cancel-url'?: string;
        'ui-mode'?: string;
        'no-topup'?: boolean | '';
        'no-plan'?: boolean | '';
        'onkopai-topup-redirect'?: (event: KopaiTopupRedirectEvent) => void;
        'onkopai-topup-status'?: (event: KopaiTopupStatusEvent) => void;
        'onkopai-topup-success'?: (event: KopaiTopupSuccessEvent) => void;
        'onkopai-connect-redirect'?: (event: KopaiConnectRedirectEvent) => void;
        'onkopai-payout-requested'?: (event: KopaiPayoutRequestedEvent) => void;
        'onkopai-plan-redirect'?: (event: KopaiPlanRedirectEvent) => void;
        'onkopai-sign-in'?: (event: KopaiSignInEvent) => void;
        'onkopai-error'?: (event: KopaiErrorEvent) => void;
      }
    >;
  }
}
