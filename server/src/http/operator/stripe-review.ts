/** An event of Stripe that nothing has come of yet, as an operator sees it. */
export interface OpenStripeEvent {
  readonly id: string;
  readonly type: string;
  readonly receivedAt: string;
  readonly attempts: number;
  readonly lastError: string | null;
  /** When it was given up; null while it is still being tried. */
  readonly deadAt: string | null;
}

/** Stripe's inbox as the operator's page needs it: given by whoever knows both, for the two front doors don't know each other. */
export interface StripeReview {
  /** The job that handles an event: given up with its event, it is listed with it. */
  readonly task: string;
  open(limit: number): Promise<readonly OpenStripeEvent[]>;
  /** Tries an event again that was given up. False where there is none. */
  replay(eventId: string, actor: string): Promise<boolean>;
}
