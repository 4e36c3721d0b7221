/** A visitor wants to sign in. The page opens its own sign-in, and calls `configureKopai` again afterwards. */
export class KopaiSignInEvent extends Event {
  static readonly type = 'kopai-sign-in';

  constructor() {
    super(KopaiSignInEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-sign-in': KopaiSignInEvent;
  }
}
