/**
 * Dispatch one on `document` when a message was charged: what badges show as free or affordable is asked again.
 *
 *     document.dispatchEvent(new KopaiChargeEvent());
 */
export class KopaiChargeEvent extends Event {
  static readonly type = 'kopai-charge';

  constructor() {
    super(KopaiChargeEvent.type, { bubbles: true, composed: true });
  }
}

declare global {
  interface DocumentEventMap {
    'kopai-charge': KopaiChargeEvent;
  }
}
