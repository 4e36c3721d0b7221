// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/cost-badge';
import type { KopaiCostBadge as KopaiCostBadgeElement } from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-cost-badge>`, and a handler for each of its events. */
export interface KopaiCostBadgeProps extends WrapperProps {
  readonly agent?: KopaiCostBadgeElement['agent'] | undefined;
  readonly wallet?: KopaiCostBadgeElement['wallet'] | undefined;
  readonly details?: KopaiCostBadgeElement['details'] | undefined;
}

/** What one message to an agent costs, for a card in a marketplace: "0.5 credits / message, 3 free messages". */
export const KopaiCostBadge = wrap<KopaiCostBadgeElement, KopaiCostBadgeProps>({
  tag: 'kopai-cost-badge',
  attributes: {
    agent: 'agent',
    wallet: 'wallet',
  },
  switches: {
    details: 'details',
  },
  properties: [],
  events: {},
});
