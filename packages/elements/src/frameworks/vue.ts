// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import type { AllowedComponentProps, EmitsToProps, PublicProps } from 'vue';
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

/** An element in a Vue template: its properties, and its events with `@`. */
type Tag<
  Element extends HTMLElement,
  Names extends keyof Element,
  Events extends Record<string, (event: never) => void>,
> = new () => {
  $props: Partial<Pick<Element, Names>> & PublicProps & AllowedComponentProps & EmitsToProps<Events>;
};

declare module 'vue' {
  interface GlobalComponents {
    'kopai-auto-topup': Tag<
      KopaiAutoTopup,
      'wallet' | 'readOnly',
      {
        'kopai-topup-redirect': (event: KopaiTopupRedirectEvent) => void;
        'kopai-sign-in': (event: KopaiSignInEvent) => void;
        'kopai-error': (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-budgets': Tag<
      KopaiBudgets,
      'wallet' | 'readOnly' | 'memberName' | 'members',
      { 'kopai-sign-in': (event: KopaiSignInEvent) => void; 'kopai-error': (event: KopaiErrorEvent) => void }
    >;
    'kopai-chart': Tag<
      KopaiChart,
      'wallet' | 'shows' | 'days',
      { 'kopai-sign-in': (event: KopaiSignInEvent) => void; 'kopai-error': (event: KopaiErrorEvent) => void }
    >;
    'kopai-cost-badge': Tag<KopaiCostBadge, 'agent' | 'wallet' | 'details', Record<never, never>>;
    'kopai-earnings': Tag<
      KopaiEarnings,
      'wallet' | 'readOnly',
      {
        'kopai-connect-redirect': (event: KopaiConnectRedirectEvent) => void;
        'kopai-payout-requested': (event: KopaiPayoutRequestedEvent) => void;
        'kopai-sign-in': (event: KopaiSignInEvent) => void;
        'kopai-error': (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-plan': Tag<
      KopaiPlan,
      'wallet' | 'successUrl' | 'cancelUrl' | 'compact',
      {
        'kopai-plan-redirect': (event: KopaiPlanRedirectEvent) => void;
        'kopai-sign-in': (event: KopaiSignInEvent) => void;
        'kopai-error': (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-provider': Tag<
      KopaiProvider,
      'baseUrl' | 'locale' | 'stripeKey' | 'appearance' | 'loadStripe' | 'fetchSession' | 'fetch',
      Record<never, never>
    >;
    'kopai-topup': Tag<
      KopaiTopup,
      'wallet' | 'successUrl' | 'cancelUrl' | 'uiMode',
      {
        'kopai-topup-redirect': (event: KopaiTopupRedirectEvent) => void;
        'kopai-topup-status': (event: KopaiTopupStatusEvent) => void;
        'kopai-topup-success': (event: KopaiTopupSuccessEvent) => void;
        'kopai-topup-done': (event: KopaiTopupDoneEvent) => void;
        'kopai-sign-in': (event: KopaiSignInEvent) => void;
        'kopai-error': (event: KopaiErrorEvent) => void;
      }
    >;
    'kopai-transactions': Tag<
      KopaiTransactions,
      'wallet' | 'pageSize' | 'memberName',
      { 'kopai-sign-in': (event: KopaiSignInEvent) => void; 'kopai-error': (event: KopaiErrorEvent) => void }
    >;
    'kopai-wallet': Tag<
      KopaiWallet,
      'wallet' | 'successUrl' | 'cancelUrl' | 'uiMode' | 'noTopup' | 'heading' | 'noPlan' | 'memberName' | 'members',
      {
        'kopai-topup-redirect': (event: KopaiTopupRedirectEvent) => void;
        'kopai-topup-status': (event: KopaiTopupStatusEvent) => void;
        'kopai-topup-success': (event: KopaiTopupSuccessEvent) => void;
        'kopai-connect-redirect': (event: KopaiConnectRedirectEvent) => void;
        'kopai-payout-requested': (event: KopaiPayoutRequestedEvent) => void;
        'kopai-plan-redirect': (event: KopaiPlanRedirectEvent) => void;
        'kopai-sign-in': (event: KopaiSignInEvent) => void;
        'kopai-error': (event: KopaiErrorEvent) => void;
      }
    >;
  }
}
