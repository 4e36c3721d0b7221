/** A creator is about to leave for Stripe's onboarding. `preventDefault()` keeps them here, for a page that opens `url` its own way. */
export class KopaiConnectRedirectEvent extends Event {
  static readonly type = 'kopai-connect-redirect';
  /** Works once, and for minutes. */
  readonly url: string;

  constructor(url: string) {
    super(KopaiConnectRedirectEvent.type, { bubbles: true, composed: true, cancelable: true });
    this.url = url;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-connect-redirect': KopaiConnectRedirectEvent;
  }
}
