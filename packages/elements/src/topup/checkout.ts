import { type Topup, Topups, type UiMode } from '@kopai/sdk';
import type { ReactiveController, ReactiveControllerHost } from 'lit';
import { type StripeCheckouts, stripeFor } from '../embedded-checkout/load-stripe.ts';
import { mountCheckout } from '../embedded-checkout/mount-checkout.ts';
import { KopaiErrorEvent } from '../events/error.ts';
import { KopaiTopupRedirectEvent } from '../events/topup-redirect.ts';
import { accountOf } from '../page/account.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { Repeatable } from '../page/repeatable.ts';
import { leaveFor } from '../page/web-url.ts';

type Order = Parameters<Topups['create']>[0];

interface CheckoutEvents {
  /** The payer has paid inside the page, or their bank has begun to. */
  readonly onComplete: (topupId: string, page: KopaiPage) => void;
  readonly onRefusal: (error: unknown) => void;
}

/** The way from a chosen pack to where it is paid: Stripe's page, or Stripe's form inside this one. One thing at a time. */
export class Checkout implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #events: CheckoutEvents;
  readonly #purchase = new Repeatable();
  #form: AbortController | undefined;
  /** Counts what was begun and what was given up: an answer to something given up changes nothing any more. */
  #attempt = 0;
  #busy = false;
  #refusal: unknown;
  #paying: Topup | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, events: CheckoutEvents) {
    this.#host = host;
    this.#events = events;
    host.addController(this);
  }

  get busy(): boolean {
    return this.#busy;
  }

  /** Why the last try led nowhere. */
  get refusal(): unknown {
    return this.#refusal;
  }

  /** What is being paid inside the page. */
  get paying(): Topup | undefined {
    return this.#paying;
  }

  hostConnected(): void {
    window.addEventListener('pageshow', this.#comeBack);
  }

  hostDisconnected(): void {
    window.removeEventListener('pageshow', this.#comeBack);
    this.reset();
  }

  /** A page that comes out of the back/forward cache shows the button as it was left: busy. */
  readonly #comeBack = ({ persisted }: PageTransitionEvent) => {
    if (persisted) this.reset();
  };

  /** Takes Stripe's form away, and forgets what was refused. */
  reset(): void {
    this.#form?.abort();
    this.#attempt += 1;
    this.#busy = false;
    this.#form = this.#paying = this.#refusal = undefined;
    this.#host.requestUpdate();
  }

  /** Makes a top-up, the same one again if its answer was lost, and leads to where it is paid. */
  pay(page: KopaiPage, order: Order, uiMode: UiMode): Promise<void> {
    return this.#act(async () => {
      const buy = (body: Order) =>
        this.#purchase.run(JSON.stringify(body), (options) => new Topups(accountOf(page).client).create(body, options));
      if (uiMode === 'hosted') return this.#leave(await buy(order));
      // Stripe.js first: what could not be paid would be left behind.
      const stripe = await stripeOf(page);
      return this.#show(page, stripe, await buy({ ...order, uiMode }));
    });
  }

  /** Goes on with a top-up that is there. */
  resume(page: KopaiPage, topup: Topup): Promise<void> {
    return this.#act(async () =>
      topup.clientSecret === null ? this.#leave(topup) : this.#show(page, await stripeOf(page), topup),
    );
  }

  /** What runs answers whether the payer is leaving: then the button stays busy until the other page is there. */
  async #act(run: () => Promise<boolean>): Promise<void> {
    if (this.#busy) return;
    const attempt = ++this.#attempt;
    this.#busy = true;
    this.#refusal = undefined;
    this.#host.requestUpdate();
    try {
      const leaves = await run();
      if (attempt === this.#attempt) this.#busy = leaves;
    } catch (error) {
      if (attempt !== this.#attempt) return;
      this.reset();
      this.#refusal = error;
      this.#events.onRefusal(error);
      this.#host.dispatchEvent(new KopaiErrorEvent(error));
    }
    this.#host.requestUpdate();
  }

  #leave(topup: Topup): boolean {
    const url = topup.checkoutUrl;
    const leaves = url !== null && this.#host.dispatchEvent(new KopaiTopupRedirectEvent(topup, url));
    if (leaves) leaveFor(url);
    return leaves;
  }

  async #show(page: KopaiPage, stripe: StripeCheckouts, topup: Topup): Promise<boolean> {
    const { clientSecret } = topup;
    if (clientSecret === null) return false;
    this.#paying = topup;
    this.#form = new AbortController();
    const { signal } = this.#form;
    this.#host.requestUpdate();
    await this.#host.updateComplete;
    this.#host.focus();
    const onComplete = () => {
      this.reset();
      this.#events.onComplete(topup.id, page);
    };
    await mountCheckout({ host: this.#host, stripe, clientSecret, onComplete, signal });
    return false;
  }
}

const stripeOf = ({ stripe: { stripePublishableKey, loadStripe } }: KopaiPage): Promise<StripeCheckouts> =>
  stripeFor(stripePublishableKey, loadStripe);
