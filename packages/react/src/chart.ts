// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/chart';
import type { KopaiChart as KopaiChartElement, KopaiErrorEvent, KopaiSignInEvent } from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-chart>`, and a handler for each of its events. */
export interface KopaiChartProps extends WrapperProps {
  readonly wallet?: KopaiChartElement['wallet'] | undefined;
  readonly shows?: KopaiChartElement['shows'] | undefined;
  readonly days?: KopaiChartElement['days'] | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** What a wallet spent on each of its last days, or an organization earned: a bar a day, the total and the average, and the same as a table. A day that is pointed at, or gone to with the arrow keys, says what it was. */
export const KopaiChart = wrap<KopaiChartElement, KopaiChartProps>({
  tag: 'kopai-chart',
  attributes: {
    wallet: 'wallet',
    shows: 'shows',
    days: 'days',
  },
  switches: {},
  properties: [],
  events: {
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
