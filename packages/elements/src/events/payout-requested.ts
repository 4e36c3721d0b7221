import type { Payout } from '@kopai/sdk';

/** Earnings are set aside and on their way. */
export class KopaiPayoutRequestedEvent extends Event {
  static readonly type = 'kopai-payout-requested';
  readonly payout: Payout;

  constructor(payout: Payout) {
    super(KopaiPayoutRequestedEvent.type, { bubbles: true, composed: true });
    this.payout = payout;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-payout-requested': KopaiPayoutRequestedEvent;
  }
}
