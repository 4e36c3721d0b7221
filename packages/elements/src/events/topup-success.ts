import type { Topup } from '@kopai/sdk';

/** The credits of a top-up are in the wallet. */
export class KopaiTopupSuccessEvent extends Event {
  static readonly type = 'kopai-topup-success';
  readonly topup: Topup;

  constructor(topup: Topup) {
    super(KopaiTopupSuccessEvent.type, { bubbles: true, composed: true });
    this.topup = topup;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-topup-success': KopaiTopupSuccessEvent;
  }
}
