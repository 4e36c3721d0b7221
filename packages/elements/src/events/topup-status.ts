import type { Topup } from '@kopai/sdk';

/** A top-up that the element follows is in another state than before, or is seen for the first time. */
export class KopaiTopupStatusEvent extends Event {
  static readonly type = 'kopai-topup-status';
  readonly topup: Topup;

  constructor(topup: Topup) {
    super(KopaiTopupStatusEvent.type, { bubbles: true, composed: true });
    this.topup = topup;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-topup-status': KopaiTopupStatusEvent;
  }
}
