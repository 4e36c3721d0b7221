/** The payer has seen how their top-up stands and is done with it. */
export class KopaiTopupDoneEvent extends Event {
  static readonly type = 'kopai-topup-done';

  constructor() {
    super(KopaiTopupDoneEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-topup-done': KopaiTopupDoneEvent;
  }
}
