// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/provider';
import type { KopaiProvider as KopaiProviderElement } from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-provider>`, and a handler for each of its events. */
export interface KopaiProviderProps extends WrapperProps {
  readonly baseUrl?: KopaiProviderElement['baseUrl'] | undefined;
  readonly locale?: KopaiProviderElement['locale'] | undefined;
  readonly stripeKey?: KopaiProviderElement['stripeKey'] | undefined;
  readonly appearance?: KopaiProviderElement['appearance'] | undefined;
  readonly loadStripe?: KopaiProviderElement['loadStripe'] | undefined;
  readonly fetchSession?: KopaiProviderElement['fetchSession'] | undefined;
  readonly fetch?: KopaiProviderElement['fetch'] | undefined;
}

/** Tells the elements inside it where the Kopai server is and who is signed in. A page with one server can call `configureKopai` instead. */
export const KopaiProvider = wrap<KopaiProviderElement, KopaiProviderProps>({
  tag: 'kopai-provider',
  attributes: {
    baseUrl: 'base-url',
    locale: 'locale',
    stripeKey: 'stripe-key',
  },
  switches: {},
  properties: ['appearance', 'loadStripe', 'fetchSession', 'fetch'],
  events: {},
});
