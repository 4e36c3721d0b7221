// Made from the elements' manifest: change the elements, then run `pnpm derive`.
import '@kopai/elements/budgets';
import type { KopaiBudgets as KopaiBudgetsElement, KopaiErrorEvent, KopaiSignInEvent } from '@kopai/elements';
import { type WrapperProps, wrap } from './wrap.ts';

/** What the component takes: the properties of `<kopai-budgets>`, and a handler for each of its events. */
export interface KopaiBudgetsProps extends WrapperProps {
  readonly wallet?: KopaiBudgetsElement['wallet'] | undefined;
  readonly readOnly?: KopaiBudgetsElement['readOnly'] | undefined;
  readonly memberName?: KopaiBudgetsElement['memberName'] | undefined;
  readonly members?: KopaiBudgetsElement['members'] | undefined;
  /** A visitor wants to sign in. */
  readonly onKopaiSignIn?: ((event: KopaiSignInEvent) => void) | undefined;
  /** Something failed. */
  readonly onKopaiError?: ((event: KopaiErrorEvent) => void) | undefined;
}

/** What members may spend of an organization's wallet, and what they have spent. Owners and admins set budgets; members see their own. */
export const KopaiBudgets = wrap<KopaiBudgetsElement, KopaiBudgetsProps>({
  tag: 'kopai-budgets',
  attributes: {
    wallet: 'wallet',
  },
  switches: {
    readOnly: 'read-only',
  },
  properties: ['memberName', 'members'],
  events: {
    onKopaiSignIn: 'kopai-sign-in',
    onKopaiError: 'kopai-error',
  },
});
