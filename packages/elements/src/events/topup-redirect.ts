import type { Topup } from '@kopai/sdk';

/** The payer is about to leave for the checkout. `preventDefault()` keeps them here, for a page that opens `url` its own way. */
export class KopaiTopupRedirectEvent extends Event {
  static readonly type = 'kopai-topup-redirect';
  readonly topup: Topup;
  readonly url: string;

  constructor(topup: Topup, url: string) {
    super(KopaiTopupRedirectEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.topup = topup;
    this.url = url;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-topup-redirect': KopaiTopupRedirectEvent;
  }
}
