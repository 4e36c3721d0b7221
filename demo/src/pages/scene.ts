import type { Wallet } from '@kopai/sdk';
import type { SimulationView } from '../simulation/simulation.ts';
import type { Visitor } from '../visitors.ts';

/** What every page is drawn from: who looks, at what, and the wallet they pay with. */
export interface Scene {
  readonly visitor: Visitor;
  /** Where the browser finds the Kopai server. */
  readonly kopaiUrl: string;
  /** Path of the page, to come back to. */
  readonly path: string;
  /** The wallet of the visitor's context; undefined when signed out. */
  readonly wallet: Wallet | undefined;
  /** Undefined where payments are not simulated: nothing can be made to happen there. */
  readonly simulation: SimulationView | undefined;
  /** The script that puts Stripe's form inside the page; undefined when credits are paid on a page of Stripe's. */
  readonly stripeJs: string | undefined;
}
