/** Somebody is about to leave for the checkout of a plan, or for the billing portal. `preventDefault()` keeps them here. */
export class KopaiPlanRedirectEvent extends Event {
  static readonly type = 'kopai-plan-redirect';
  readonly url: string;
  /** The plan to be bought; undefined on the way to the portal. */
  readonly planId: string | undefined;

  constructor(url: string, planId?: string) {
    super(KopaiPlanRedirectEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.url = url;
    this.planId = planId;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-plan-redirect': KopaiPlanRedirectEvent;
  }
}
