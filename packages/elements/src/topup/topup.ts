import { type Pack, Packs, type Topup, type UiMode } from '@kopai/sdk';
import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import { EmbeddedCheckoutError } from '../embedded-checkout/load-stripe.ts';
import { KopaiErrorEvent } from '../events/error.ts';
import { KopaiSignInEvent } from '../events/sign-in.ts';
import { KopaiTopupDoneEvent } from '../events/topup-done.ts';
import { KopaiTopupStatusEvent } from '../events/topup-status.ts';
import { KopaiTopupSuccessEvent } from '../events/topup-success.ts';
import { accountOf, isSignedOut } from '../page/account.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { PageElement } from '../page/page-element.ts';
import { failureView } from '../sections/failure-view.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { topupWords } from '../words/topup-words.ts';
import { Checkout } from './checkout.ts';
import { checkoutProblem } from './checkout-problem.ts';
import { packsView } from './packs-view.ts';
import { payHereView } from './pay-here-view.ts';
import { forgetReturnedTopup, pageUrl, returnedTopupId } from './returned-topup.ts';
import { topupStyles } from './topup.styles.ts';
import { TopupFollower } from './topup-follower.ts';
import { checkingView, saidOf, topupResultView } from './topup-result-view.ts';

/**
 * Buys credits: choose a pack, pay at the checkout, and come back to see them land. Put it on the page that the payer returns to; by
 * default that is the one it stands on.
 *
 * @element kopai-topup
 * @attr {string} wallet - Whose credits: `me` (the default), `user:…` or `org:…`.
 * @attr {string} success-url - Where the payer returns to after paying; this page by default.
 * @attr {string} cancel-url - Where they return to without; this page by default.
 * @attr {'hosted' | 'embedded'} ui-mode - Where the payer pays: on Stripe's page (the default), or in Stripe's form inside this one.
 * @fires {KopaiTopupRedirectEvent} kopai-topup-redirect - About to leave for the checkout; may be prevented.
 * @fires {KopaiTopupStatusEvent} kopai-topup-status - The top-up being followed is in another state.
 * @fires {KopaiTopupSuccessEvent} kopai-topup-success - The credits have landed.
 * @fires {KopaiTopupDoneEvent} kopai-topup-done - The payer has seen how it stands, and dismissed it.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot checkout - Where Stripe's form is put by the element itself.
 * @csspart pack - A pack.
 * @csspart pay - The button that leads to the checkout.
 * @csspart pay-instead - The button that leads to Stripe's page, where its form can't be shown inside this one.
 * @csspart checkout - Stripe's form inside the page, and what is around it.
 * @csspart result - Where a top-up stands.
 * @csspart error - What went wrong, with another try.
 * @cssprop --kopai-topup-pack-radius - Corners of a pack.
 * @cssprop --kopai-topup-pack-background - Background of a pack.
 */
export class KopaiTopup extends PageElement {
  static override styles = [...sectionStyles, topupStyles];

  static override properties = {
    wallet: { type: String },
    successUrl: { attribute: 'success-url' },
    cancelUrl: { attribute: 'cancel-url' },
    uiMode: { attribute: 'ui-mode' },
    packs: { state: true },
    packId: { state: true },
    topup: { state: true },
    error: { state: true },
    checking: { state: true },
    signedOut: { state: true },
  };

  declare wallet: string;
  declare successUrl: string | undefined;
  declare cancelUrl: string | undefined;
  declare uiMode: UiMode;
  declare private packs: readonly Pack[] | undefined;
  declare private packId: string | undefined;
  declare private topup: Topup | undefined;
  /** Why the packs, or the top-up that was returned from, can't be shown. */
  declare private error: unknown;
  declare private checking: boolean;
  declare private signedOut: boolean;
  #wantsFocus = false;
  #follower: TopupFollower | undefined;
  readonly #checkout = new Checkout(this, {
    onComplete: (id, page) => this.#follow(id, page),
    onRefusal: (error) => {
      if (isSignedOut(error)) this.signedOut = true;
      announce(checkoutProblem(error, this.locale) ?? '', this.locale);
    },
  });

  constructor() {
    super();
    this.wallet = 'me';
    this.uiMode = 'hosted';
    this.checking = false;
    this.signedOut = false;
  }

  override focus(options?: FocusOptions): void {
    const find = (selector: string) => this.renderRoot.querySelector<HTMLElement>(selector);
    const first = find('h3, input:checked') ?? find('button');
    first?.focus(options);
    // Shapes can't have the focus: what takes their place will.
    this.#wantsFocus = !first;
  }

  protected override enterPage(page: KopaiPage): () => void {
    this.#start(page);
    return () => this.#follower?.stop();
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && changed.has('wallet') && this.page) this.#start(this.page);
  }

  protected override updated(changed: PropertyValues): void {
    const came = changed.has('topup') && changed.get('topup') === undefined && this.topup;
    if (this.#wantsFocus || (came && this.matches(':focus-within'))) this.focus();
  }

  #start(page: KopaiPage): void {
    this.#checkout.reset();
    this.topup = this.error = undefined;
    void this.#loadPacks(page);
    void this.#followReturned(page);
  }

  async #loadPacks(page: KopaiPage): Promise<void> {
    try {
      const { data } = await new Packs(accountOf(page).publicClient).list();
      if (page !== this.page) return;
      this.packs = data;
      // The middle one: the smallest runs out soon, and the largest is a lot to ask.
      this.packId = data[Math.floor((data.length - 1) / 2)]?.id;
    } catch (error) {
      if (page === this.page) this.#fail(error);
    }
  }

  /** A top-up in the page's URL is shown by the element of its wallet, and by no other. */
  async #followReturned(page: KopaiPage): Promise<void> {
    const id = returnedTopupId();
    this.#follower?.stop();
    this.checking = id !== undefined;
    // A session that can't be had is told to whoever pays, in its place.
    const session = await page.session.current().catch(() => undefined);
    if (page !== this.page) return;
    this.signedOut = session === null;
    this.checking = false;
    if (!id || this.signedOut) return;
    this.#follow(id, page);
  }

  #follow(id: string, page: KopaiPage): void {
    // An element that is moved within a page enters it twice before its session is there: one of them follows.
    this.#follower?.stop();
    this.checking = true;
    const looked = () => {
      this.checking = false;
    };
    const { wallet } = this;
    const onTopup = (topup: Topup) => {
      looked();
      this.#show(topup);
    };
    const onError = (error: unknown) => {
      looked();
      this.#fail(error);
    };
    this.#follower = new TopupFollower({ account: accountOf(page), id, wallet, onTopup, onOther: looked, onError });
  }

  #show(topup: Topup): void {
    const before = this.topup?.status;
    this.topup = topup;
    if (topup.status === before) return;
    announce(saidOf(topup, this.locale).title, this.locale);
    this.dispatchEvent(new KopaiTopupStatusEvent(topup));
    if (topup.status === 'paid') this.dispatchEvent(new KopaiTopupSuccessEvent(topup));
  }

  readonly #startOver = () => {
    this.#follower?.stop();
    this.#checkout.reset();
    this.topup = undefined;
    forgetReturnedTopup();
    void this.updateComplete.then(() => this.focus());
  };

  readonly #retry = () => {
    this.error = undefined;
    if (this.page) this.#start(this.page);
  };

  readonly #choose = (packId: string) => {
    this.packId = packId;
    if (!this.#checkout.busy) this.#checkout.reset();
  };

  readonly #pay = (uiMode: UiMode = this.uiMode) => {
    const { packId, wallet, page } = this;
    if (!page || !packId) return;
    const back = (url: string | undefined) => (url ? new URL(url, document.baseURI).href : pageUrl());
    const order = { wallet, packId, successUrl: back(this.successUrl), cancelUrl: back(this.cancelUrl) };
    void this.#checkout.pay(page, order, uiMode);
  };

  readonly #resume = (topup: Topup) => {
    if (this.page) void this.#checkout.resume(this.page, topup);
  };

  readonly #done = () => {
    this.#startOver();
    this.dispatchEvent(new KopaiTopupDoneEvent());
  };

  #fail(error: unknown): void {
    this.error = error;
    this.dispatchEvent(new KopaiErrorEvent(error));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { page, topup, error, locale, uiMode } = this;
    const { busy, paying, refusal } = this.#checkout;
    if (!page) return nothing;
    if (paying) return payHereView(paying, busy, locale, this.#startOver);
    if (topup) {
      const resume = () => this.#resume(topup);
      return topupResultView(topup, locale, { resume, startOver: this.#startOver, done: this.#done });
    }
    if (error !== undefined) return failureView(error, this.#retry, locale);
    if (this.checking) return checkingView(locale);
    const words = topupWords(locale);
    return packsView({
      packs: this.packs,
      packId: this.packId,
      busy,
      locale,
      problem: checkoutProblem(refusal, locale),
      about: uiMode === 'embedded' ? words.secureHere : words.secure,
      instead: refusal instanceof EmbeddedCheckoutError ? () => this.#pay('hosted') : undefined,
      choose: this.#choose,
      action: this.signedOut
        ? { name: words.signIn, run: () => this.dispatchEvent(new KopaiSignInEvent()) }
        : { name: busy ? words.opening : undefined, run: () => this.#pay() },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-topup': KopaiTopup;
  }
}
