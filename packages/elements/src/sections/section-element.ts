import { nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import { KopaiErrorEvent } from '../events/error.ts';
import { KopaiSignInEvent } from '../events/sign-in.ts';
import { type Account, accountOf, isSignedOut } from '../page/account.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { PageElement } from '../page/page-element.ts';
import { leaveFor } from '../page/web-url.ts';
import { failureView, problemText } from './failure-view.ts';
import { signedOutView } from './signed-out-view.ts';

/**
 * A section that reads something of a wallet, shows it, and reads it again when the wallet has moved. What all such sections do in the
 * same way is here: shapes while it loads, errors, visitors, and one act at a time.
 */
export abstract class SectionElement<T> extends PageElement {
  static override properties: PropertyDeclarations = {
    wallet: { type: String },
    data: { state: true },
    error: { state: true },
    busy: { state: true },
    refusal: { state: true },
  };

  declare wallet: string;
  declare protected data: T | undefined;
  /** Why there is nothing to show. */
  declare protected error: unknown;
  /** What is being done. */
  declare protected busy: string | undefined;
  /** Why the last act did not succeed; what is shown stays. */
  declare protected refusal: { readonly act: string; readonly error: unknown } | undefined;
  /** Tells pages' and wallets' styles that there is nothing here yet: `:state(loading)`. */
  readonly #states = this.attachInternals().states;
  #loading: AbortController | undefined;
  #unwatch: (() => void) | undefined;
  #nextLook: ReturnType<typeof setTimeout> | undefined;
  #leaving = false;

  constructor() {
    super();
    this.wallet = 'me';
  }

  /** Reads what is shown. */
  protected abstract load(account: Account, page: KopaiPage, signal: AbortSignal): Promise<T>;

  protected abstract view(data: T, locale: string): TemplateResult;

  /** The section before anything is there, in its size. */
  protected abstract skeleton(): TemplateResult;

  /** What is shown while there is nothing to show. */
  protected failed(error: unknown, retry: () => void): TemplateResult {
    return failureView(error, retry, this.locale);
  }

  /** In how many milliseconds to look again although the wallet has not moved; never by default. */
  protected lookAgainMs(_data: T): number | undefined {
    return undefined;
  }

  protected override enterPage(page: KopaiPage): () => void {
    this.#start(page);
    // A page that comes out of the back/forward cache shows everything as it was left.
    const shown = ({ persisted }: PageTransitionEvent) => {
      if (!persisted) return;
      this.#leaving = false;
      this.busy = undefined;
      this.reload();
    };
    window.addEventListener('pageshow', shown);
    return () => {
      window.removeEventListener('pageshow', shown);
      this.#stop();
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && changed.has('wallet') && this.page) this.#start(this.page);
    if (this.data === undefined && this.error === undefined) this.#states.add('loading');
    else this.#states.delete('loading');
  }

  #start(page: KopaiPage): void {
    this.#stop();
    this.data = this.error = this.refusal = undefined;
    let known: number | undefined;
    this.#unwatch = accountOf(page).balances.watch(this.wallet, (state) => {
      if (state.status !== 'ready') return;
      const { seq } = state.wallet;
      if (known !== undefined && seq > known) this.reload();
      known = seq;
    });
    this.reload();
  }

  #stop(): void {
    this.#loading?.abort();
    this.#unwatch?.();
    this.#unwatch = undefined;
    clearTimeout(this.#nextLook);
  }

  /** Reads again. What is shown stays meanwhile. */
  protected reload(): void {
    if (this.page) void this.#load(this.page);
  }

  async #load(page: KopaiPage): Promise<void> {
    this.#loading?.abort();
    clearTimeout(this.#nextLook);
    const loading = new AbortController();
    this.#loading = loading;
    try {
      const data = await this.load(accountOf(page), page, loading.signal);
      if (loading.signal.aborted) return;
      this.data = data;
      this.error = undefined;
      const waitMs = this.lookAgainMs(data);
      if (waitMs !== undefined) this.#nextLook = setTimeout(() => this.reload(), waitMs);
    } catch (error) {
      if (loading.signal.aborted) return;
      this.error = error;
      if (!isSignedOut(error)) this.dispatchEvent(new KopaiErrorEvent(error));
    }
  }

  /** Does something that its reader asked for, unless something is being done already. A failure is said where `act` is offered. */
  protected async act(act: string, run: (account: Account) => Promise<void>): Promise<void> {
    const { page } = this;
    if (!page || this.busy) return;
    this.busy = act;
    this.refusal = undefined;
    try {
      await run(accountOf(page));
    } catch (error) {
      this.refusal = { act, error };
      announce(problemText(error, this.locale), this.locale);
      this.dispatchEvent(new KopaiErrorEvent(error));
    } finally {
      // Until the other page is there, this one stays as it is: a second click would open a second checkout.
      if (!this.#leaving) this.busy = undefined;
    }
  }

  /** Leaves for a page of the payment provider, unless the host keeps the reader here by `preventDefault()`. */
  protected leave(event: Event & { readonly url: string }): void {
    this.#leaving = false;
    if (!this.dispatchEvent(event)) return;
    leaveFor(event.url);
    this.#leaving = true;
  }

  protected readonly signIn = (): void => {
    this.dispatchEvent(new KopaiSignInEvent());
  };

  /** The first thing in here that matches gets the focus, once what has changed is drawn. */
  protected async focusOn(selector: string): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>(selector)?.focus();
  }

  readonly #retry = () => {
    this.error = undefined;
    this.reload();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { page, data, error, locale } = this;
    if (!page) return nothing;
    if (isSignedOut(error)) return signedOutView(this.signIn, locale);
    // What was read once stays: a look that failed is repeated by the next movement.
    if (data !== undefined) return this.view(data, locale);
    return error === undefined ? this.skeleton() : this.failed(error, this.#retry);
  }
}
