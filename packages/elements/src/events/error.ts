/** An element could not do what it was asked to; it says so itself too. */
export class KopaiErrorEvent extends Event {
  static readonly type = 'kopai-error';
  /** Usually a `KopaiError` of the SDK, with its `code` and `requestId`. */
  readonly error: unknown;

  constructor(error: unknown) {
    super(KopaiErrorEvent.type, { bubbles: true, composed: true });
    this.error = error;
  }
}

declare global {
  interface HTMLElementEventMap {
    'kopai-error': KopaiErrorEvent;
  }
}
