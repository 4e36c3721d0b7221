// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import type {
  KopaiAutoTopup,
  KopaiBudgets,
  KopaiChart,
  KopaiCostBadge,
  KopaiEarnings,
  KopaiPlan,
  KopaiProvider,
  KopaiTopup,
  KopaiTransactions,
  KopaiWallet,
} from '@kopai/elements';
import type { DetailedHTMLProps, HTMLAttributes } from 'react';

/** A bare tag: its attributes as HTML writes them. Objects and functions are set through a `ref`, or use the wrappers. */
type Tag<Element extends HTMLElement, Attributes> = Omit<
  DetailedHTMLProps<HTMLAttributes<Element>, Element>,
  keyof Attributes
> &
  Attributes & { class?: string };

declare module 'react' {
  namespace JSX {
    interface IntrinsicElements {
      'kopai-auto-topup': Tag<KopaiAutoTopup, { wallet?: string; 'read-only'?: boolean | '' }>;
      'kopai-budgets': Tag<KopaiBudgets, { wallet?: string; 'read-only'?: boolean | '' }>;
      'kopai-chart': Tag<KopaiChart, { wallet?: string; shows?: string; days?: string }>;
      'kopai-cost-badge': Tag<KopaiCostBadge, { agent?: string; wallet?: string; details?: boolean | '' }>;
      'kopai-earnings': Tag<KopaiEarnings, { wallet?: string; 'read-only'?: boolean | '' }>;
      'kopai-plan': Tag<
        KopaiPlan,
        { wallet?: string; 'success-url'?: string; 'cancel-url'?: string; compact?: boolean | '' }
      >;
      'kopai-provider': Tag<KopaiProvider, { 'base-url'?: string; locale?: string; 'stripe-key'?: string }>;
      'kopai-topup': Tag<
        KopaiTopup,
        { wallet?: string; 'success-url'?: string; 'cancel-url'?: string; 'ui-mode'?: string }
      >;
      'kopai-transactions': Tag<KopaiTransactions, { wallet?: string; 'page-size'?: string }>;
      'kopai-wallet': Tag<
        KopaiWallet,
        {
          wallet?: string;
          'success-url'?: string;
          'cancel-url'?: string;
          'ui-mode'?: string;
          'no-topup'?: boolean | '';
          heading?: string;
          'no-plan'?: boolean | '';
        }
      >;
    }
  }
}
