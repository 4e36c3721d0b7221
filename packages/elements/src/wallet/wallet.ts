import type { UiMode } from '@kopai/sdk';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { KopaiErrorEvent } from '../events/error.ts';
import { KopaiSignInEvent } from '../events/sign-in.ts';
import { accountOf, isSignedOut } from '../page/account.ts';
import { countedCredits } from '../page/amount-text.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { loadElements } from '../page/load-elements.ts';
import { PageElement } from '../page/page-element.ts';
import type { WalletState } from '../page/wallet-store.ts';
import { failureView } from '../sections/failure-view.ts';
import { sectionModules } from '../sections/section-modules.ts';
import { signedOutView } from '../sections/signed-out-view.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { returnedTopupId } from '../topup/returned-topup.ts';
import { walletWords } from '../words/wallet-words.ts';
import { balanceSkeleton, balanceView, noticeView } from './balance-view.ts';
import { CountingAmount } from './counting-amount.ts';
import { roomStyles } from './room.styles.ts';
import { walletStyles } from './wallet.styles.ts';
import { walletSections } from './wallet-sections.ts';

/** Movements of a balance that follow each other within this time are said to screen readers once, in milliseconds. */
const announceAfterMs = 1_500;

/**
 * A wallet whole: the balance, live; what is held or owed; buying credits, by hand or automatically; an organization's earnings and
 * budgets, or a person's plan; and what moved it.
 *
 * @element kopai-wallet
 * @attr {string} wallet - Whose: `me` (the default), `user:…` or `org:…`.
 * @attr {string} success-url - Where the payer returns to after paying; this page by default.
 * @attr {string} cancel-url - Where they return to without; this page by default.
 * @attr {'hosted' | 'embedded'} ui-mode - Where credits are paid: on Stripe's page (the default), or in Stripe's form inside this one.
 * @attr {boolean} no-topup - Leaves the top-up out, for members who spend an organization's credits and may not buy any.
 * @attr {string} heading - What the wallet is called; "Balance" by default.
 * @attr {boolean} no-plan - Leaves the plan out, for a page that has it elsewhere or sells none.
 * @prop {(userId: string) => string} memberName - How a member of an organization is called; by their id by default.
 * @prop {readonly string[]} members - The ids of an organization's members, to choose from when a budget is set.
 * @fires {KopaiTopupRedirectEvent} kopai-topup-redirect - About to leave for the checkout; may be prevented.
 * @fires {KopaiTopupStatusEvent} kopai-topup-status - The top-up being followed is in another state.
 * @fires {KopaiTopupSuccessEvent} kopai-topup-success - The credits have landed.
 * @fires {KopaiConnectRedirectEvent} kopai-connect-redirect - About to leave for Stripe's onboarding; may be prevented.
 * @fires {KopaiPayoutRequestedEvent} kopai-payout-requested - Earnings are on their way.
 * @fires {KopaiPlanRedirectEvent} kopai-plan-redirect - About to leave for a plan's checkout or the portal; may be prevented.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot checkout - Where Stripe's form is put by the element itself.
 * @slot signed-out - In place of the invitation to sign in.
 * @csspart balance - The balance.
 * @csspart notice - That the balance is low, or owed.
 * @csspart chart - The section with what was spent day by day.
 * @csspart topup - The section that buys credits.
 * @csspart auto-topup - The section that buys them by itself.
 * @csspart plan - The section with a person's plan.
 * @csspart earnings - The section with an organization's earnings.
 * @csspart budgets - The section with its members' budgets.
 * @csspart history - The section with what moved the wallet.
 * @csspart error - What went wrong, with another try.
 * @cssprop --kopai-wallet-balance-size - Size of the balance.
 */
export class KopaiWallet extends PageElement {
  static override styles = [...sectionStyles, walletStyles, roomStyles];

  static override properties = {
    wallet: { type: String },
    successUrl: { attribute: 'success-url' },
    cancelUrl: { attribute: 'cancel-url' },
    uiMode: { attribute: 'ui-mode' },
    noTopup: { type: Boolean, attribute: 'no-topup' },
    noPlan: { type: Boolean, attribute: 'no-plan' },
    heading: { type: String },
    memberName: { attribute: false },
    members: { attribute: false },
    state: { state: true },
    buying: { state: true },
    returned: { state: true },
  };

  declare wallet: string;
  declare successUrl: string | undefined;
  declare cancelUrl: string | undefined;
  declare uiMode: UiMode;
  declare noTopup: boolean;
  declare noPlan: boolean;
  declare heading: string;
  declare memberName: ((userId: string) => string) | undefined;
  declare members: readonly string[] | undefined;
  declare private state: WalletState;
  declare private buying: boolean;
  /** Whether the page's URL names a top-up. Whose it is only its own section finds out, and then it is opened. */
  declare private returned: boolean;
  readonly #balance = new CountingAmount(this);
  #unwatch: (() => void) | undefined;
  #announcing: ReturnType<typeof setTimeout> | undefined;

  constructor() {
    super();
    this.wallet = 'me';
    this.uiMode = 'hosted';
    this.noTopup = this.noPlan = false;
    this.heading = '';
    this.state = { status: 'loading' };
    this.buying = false;
    this.returned = false;
  }

  protected override enterPage(page: KopaiPage): () => void {
    this.returned = returnedTopupId() !== undefined;
    this.#watch(page);
    return () => {
      this.#unwatch?.();
      clearTimeout(this.#announcing);
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && changed.has('wallet') && this.page) this.#watch(this.page);
  }

  protected override updated(): void {
    loadElements(this.renderRoot, sectionModules);
  }

  #watch(page: KopaiPage): void {
    this.#unwatch?.();
    this.#unwatch = accountOf(page).balances.watch(this.wallet, (state) => this.#show(state));
  }

  #show(state: WalletState): void {
    const before = this.state;
    this.state = state;
    if (state.status === 'failed' && !isSignedOut(state.error)) this.dispatchEvent(new KopaiErrorEvent(state.error));
    if (state.status !== 'ready') return;
    const { balance } = state.wallet;
    this.#balance.set(balance);
    if (before.status === 'ready' && before.wallet.balance !== balance) this.#announce(balance);
  }

  #announce(balance: bigint): void {
    clearTimeout(this.#announcing);
    this.#announcing = setTimeout(() => {
      const { locale } = this;
      announce(walletWords(locale).changed(countedCredits(balance, locale)), locale);
    }, announceAfterMs);
  }

  readonly #retry = () => {
    if (this.page) accountOf(this.page).balances.reload(this.wallet);
  };

  readonly #toggleTopup = async () => {
    this.buying = !this.buying;
    await this.updateComplete;
    const topup = this.renderRoot.querySelector('kopai-topup');
    if (!this.buying || !topup) return;
    // It may still be on its way.
    await customElements.whenDefined('kopai-topup');
    await topup.updateComplete;
    topup.focus();
  };

  readonly #openTopup = () => {
    this.buying = true;
  };

  readonly #closeTopup = async () => {
    this.buying = this.returned = false;
    await this.updateComplete;
    this.renderRoot.querySelector<HTMLElement>('button[aria-expanded]')?.focus();
  };

  protected override render(): TemplateResult | typeof nothing {
    const { page, state, locale } = this;
    if (!page) return nothing;
    if (state.status === 'failed') {
      const view = isSignedOut(state.error)
        ? signedOutView(() => this.dispatchEvent(new KopaiSignInEvent()), locale)
        : failureView(state.error, this.#retry, locale);
      return html`<div class="card">${view}</div>`;
    }
    const topup = this.noTopup ? nothing : this.#topupSection();
    return html`<div class="card">${this.#top(locale)}</div>${topup}${this.#sections()}`;
  }

  #top(locale: string): TemplateResult {
    const { state } = this;
    const { shown, counting } = this.#balance;
    const wallet = state.status === 'ready' ? state.wallet : undefined;
    return html`<div class="top">
        <div>
          <h2>${this.heading || walletWords(locale).balance}</h2>
          ${wallet ? balanceView({ wallet, shown, counting, locale }) : balanceSkeleton(locale)}
        </div>
        ${this.noTopup ? nothing : this.#topupButton()}
      </div>
      ${wallet ? noticeView(wallet, !this.noTopup, locale) : nothing}`;
  }

  #topupButton(): TemplateResult {
    const { buying } = this;
    const words = walletWords(this.locale);
    return html`<button
          class=${buying ? '' : 'primary'}
          aria-expanded=${buying ? 'true' : 'false'}
          aria-controls="topup"
          @click=${this.#toggleTopup}
        >
          ${buying ? words.close : words.topup}
        </button>`;
  }

  #topupSection(): TemplateResult {
    const { buying, returned, wallet, uiMode, successUrl, cancelUrl } = this;
    return html`<div id="topup" class="card topup" part="topup" ?hidden=${!buying}>
      ${
        buying || returned
          ? html`<kopai-topup
            wallet=${wallet}
            .uiMode=${uiMode}
            .successUrl=${successUrl}
            .cancelUrl=${cancelUrl}
            @kopai-topup-status=${this.#openTopup}
            @kopai-topup-done=${this.#closeTopup}
            ><slot name="checkout" slot="checkout"></slot
          ></kopai-topup>`
          : nothing
      }
    </div>`;
  }

  #sections(): TemplateResult {
    const { wallet, noTopup, noPlan, successUrl, cancelUrl, members } = this;
    const memberName = this.memberName ?? ((userId: string) => userId);
    return walletSections({ wallet, noTopup, noPlan, successUrl, cancelUrl, members, memberName });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-wallet': KopaiWallet;
  }
}
