import type { Pack, Topup } from '@kopai/sdk';
import { nothing, type PropertyValues, type TemplateResult } from 'lit';
import { KopaiErrorEvent } from '../events/error.ts';
import { KopaiSignInEvent } from '../events/sign-in.ts';
import { KopaiTopupDoneEvent } from '../events/topup-done.ts';
import { KopaiTopupRedirectEvent } from '../events/topup-redirect.ts';
import { KopaiTopupStatusEvent } from '../events/topup-status.ts';
import { KopaiTopupSuccessEvent } from '../events/topup-success.ts';
import { accountOf, isSignedOut } from '../page/account.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { PageElement } from '../page/page-element.ts';
import { Repeatable } from '../page/repeatable.ts';
import { failureView, problemText } from '../sections/failure-view.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { topupWords } from '../words/topup-words.ts';
import { packsView } from './packs-view.ts';
import { forgetReturnedTopup, pageUrl, returnedTopupId } from './returned-topup.ts';
import { topupStyles } from './topup.styles.ts';
import { TopupFollower } from './topup-follower.ts';
import { checkingView, saidOf, type TopupActions, topupResultView } from './topup-result-view.ts';

/**
 * Buys credits: choose a pack, pay at the checkout, and come back to see them land. Put it on the page that the payer returns to; by
 * default that is the one it stands on.
 *
 * @element kopai-topup
 * @attr {string} wallet - Whose credits: `me` (the default), `user:…` or `org:…`.
 * @attr {string} success-url - Where the payer returns to after paying; this page by default.
 * @attr {string} cancel-url - Where they return to without; this page by default.
 * @fires {KopaiTopupRedirectEvent} kopai-topup-redirect - About to leave for the checkout; may be prevented.
 * @fires {KopaiTopupStatusEvent} kopai-topup-status - The top-up being followed is in another state.
 * @fires {KopaiTopupSuccessEvent} kopai-topup-success - The credits have landed.
 * @fires {KopaiTopupDoneEvent} kopai-topup-done - The payer has seen how it stands, and dismissed it.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @csspart pack - A pack.
 * @csspart pay - The button that leads to the checkout.
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
    packs: { state: true },
    packId: { state: true },
    topup: { state: true },
    error: { state: true },
    refusal: { state: true },
    busy: { state: true },
    checking: { state: true },
    signedOut: { state: true },
  };

  declare wallet: string;
  declare successUrl: string | undefined;
  declare cancelUrl: string | undefined;
  declare private packs: readonly Pack[] | undefined;
  declare private packId: string | undefined;
  declare private topup: Topup | undefined;
  /** Why the packs, or the top-up that was returned from, can't be shown. */
  declare private error: unknown;
  /** Why the checkout did not open; the packs stay. */
  declare private refusal: unknown;
  declare private busy: boolean;
  declare private checking: boolean;
  declare private signedOut: boolean;
  #wantsFocus = false;
  #follower: TopupFollower | undefined;
  readonly #purchase = new Repeatable();

  constructor() {
    super();
    this.wallet = 'me';
    this.busy = false;
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
    // A page that comes out of the back/forward cache shows the button as it was left: busy.
    const shown = () => {
      this.busy = false;
    };
    window.addEventListener('pageshow', shown);
    return () => {
      window.removeEventListener('pageshow', shown);
      this.#follower?.stop();
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && changed.has('wallet') && this.page) this.#start(this.page);
  }

  protected override updated(changed: PropertyValues): void {
    const came = changed.has('topup') && changed.get('topup') === undefined && this.topup;
    if (this.#wantsFocus || (came && this.matches(':focus-within'))) this.focus();
  }

  #start(page: KopaiPage): void {
    this.topup = this.error = this.refusal = undefined;
    void this.#loadPacks(page);
    void this.#followReturned(page);
  }

  async #loadPacks(page: KopaiPage): Promise<void> {
    try {
      const { data } = await accountOf(page).packs.list();
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
    const looked = () => {
      this.checking = false;
    };
    if (!id || this.signedOut) return looked();
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
    this.refusal = undefined;
  };

  readonly #pay = async () => {
    const { page, packId, wallet } = this;
    if (!page || !packId || this.busy) return;
    this.busy = true;
    this.refusal = undefined;
    const back = (url: string | undefined) => (url ? new URL(url, document.baseURI).href : pageUrl());
    const order = { wallet, packId, successUrl: back(this.successUrl), cancelUrl: back(this.cancelUrl) };
    try {
      const { topups } = accountOf(page);
      const topup = await this.#purchase.run(JSON.stringify(order), (options) => topups.create(order, options));
      this.#leave(topup);
    } catch (error) {
      this.busy = false;
      if (isSignedOut(error)) this.signedOut = true;
      this.refusal = error;
      announce(problemText(error, this.locale), this.locale);
      this.dispatchEvent(new KopaiErrorEvent(error));
    }
  };

  #leave(topup: Topup): void {
    const url = topup.checkoutUrl;
    this.busy = url !== null && this.dispatchEvent(new KopaiTopupRedirectEvent(topup, url));
    if (url !== null && this.busy) location.assign(url);
  }

  #actions(topup: Topup): TopupActions {
    const startOver = this.#startOver;
    const done = () => {
      startOver();
      this.dispatchEvent(new KopaiTopupDoneEvent());
    };
    return { resume: () => this.#leave(topup), startOver, done };
  }

  #fail(error: unknown): void {
    this.error = error;
    this.dispatchEvent(new KopaiErrorEvent(error));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { page, topup, error, locale } = this;
    if (!page) return nothing;
    if (topup) return topupResultView(topup, locale, this.#actions(topup));
    if (error !== undefined) return failureView(error, this.#retry, locale);
    if (this.checking) return checkingView(locale);
    const words = topupWords(locale);
    return packsView({
      packs: this.packs,
      packId: this.packId,
      busy: this.busy,
      locale,
      problem: this.refusal === undefined ? undefined : problemText(this.refusal, locale),
      choose: this.#choose,
      action: this.signedOut
        ? { name: words.signIn, run: () => this.dispatchEvent(new KopaiSignInEvent()) }
        : { name: this.busy ? words.opening : undefined, run: this.#pay },
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-topup': KopaiTopup;
  }
}
