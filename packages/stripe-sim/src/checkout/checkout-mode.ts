import type { Params } from '../http/params.ts';
import type { PaymentIntentRecord } from '../payment-intents/payment-intent.ts';
import type { World } from '../world/world.ts';
import type { SessionRecord } from './session.ts';

/** What a checkout session is for: a payment now, later perhaps a subscription. A feature brings its own. */
export interface CheckoutMode {
  readonly mode: string;
  /** Reads the parameters that belong to this mode alone, and keeps what it needs for later. */
  open(world: World, session: SessionRecord, params: Params): SessionRecord;
  /** Whether the customer's card is kept for later payments. */
  keepsCard(world: World, session: SessionRecord): boolean;
  /** The intent that pays this session, made when a customer pays for the first time. */
  createIntent(world: World, session: SessionRecord): PaymentIntentRecord;
  /** Called once, when the customer has done their part; answers the session with what came of it. */
  complete(world: World, session: SessionRecord, intent: PaymentIntentRecord): SessionRecord;
}
