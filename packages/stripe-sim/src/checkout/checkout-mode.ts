import type { Params } from '../http/params.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { World } from '../world/world.ts';
import type { SessionRecord } from './session.ts';

/** How a customer has paid, or will. */
export interface CheckoutPayment {
  /** Null where nothing was due yet, as at the start of a trial. */
  readonly intent: PaymentIntentRecord | null;
  readonly method: string;
}

/** What comes back again and again after the first payment. */
export interface Renewal {
  /** Smallest currency units each time. */
  readonly amount: number;
  /** As in "per month". */
  readonly rhythm: string;
  /** When it begins to cost, in Unix seconds; null for now. */
  readonly trialEnd: number | null;
}

/** What a checkout session is for: a payment now, or a subscription. A feature brings its own. */
export interface CheckoutMode {
  readonly mode: string;
  /** Reads the parameters that belong to this mode alone, and keeps what it needs for later. */
  open(world: World, session: SessionRecord, params: Params): SessionRecord;
  /** Whether the customer's card is kept for later payments. */
  keepsCard(world: World, session: SessionRecord): boolean;
  /** What renews, or null for a payment that is made once. */
  renewal(world: World, session: SessionRecord): Renewal | null;
  /** The intent that pays this session, made when a customer pays for the first time; null when nothing is due. */
  createIntent(world: World, session: SessionRecord): PaymentIntentRecord | null;
  /** Called once, when the customer has done their part; answers the session with what came of it. */
  complete(world: World, session: SessionRecord, payment: CheckoutPayment): SessionRecord;
}
