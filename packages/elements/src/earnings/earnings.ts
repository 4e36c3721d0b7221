import { formatCredits } from '@kopai/contracts/amount';
import { Connect, type ConnectState, type Earnings, type Payout, Payouts } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { KopaiConnectRedirectEvent } from '../events/connect-redirect.ts';
import { KopaiPayoutRequestedEvent } from '../events/payout-requested.ts';
import type { Account } from '../page/account.ts';
import { countedCredits } from '../page/amount-text.ts';
import { announce } from '../page/announcer.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { loadElements } from '../page/load-elements.ts';
import { mayManage } from '../page/may-manage.ts';
import { Repeatable } from '../page/repeatable.ts';
import { problemText } from '../sections/failure-view.ts';
import { problemView } from '../sections/problem-view.ts';
import { SectionElement } from '../sections/section-element.ts';
import { sectionModules } from '../sections/section-modules.ts';
import { sectionSkeleton } from '../sections/section-skeleton.ts';
import { fieldStyles } from '../theme/field.styles.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { pageUrl } from '../topup/returned-topup.ts';
import { earningsWords } from '../words/earnings-words.ts';
import { accountView } from './account-view.ts';
import { earningsStyles } from './earnings.styles.ts';
import { figuresView } from './figures-view.ts';
import { payoutsView } from './payouts-view.ts';
import { withdrawView } from './withdraw-view.ts';
import { mostOf, problemOf } from './withdrawal.ts';

/** How often a payout that is on its way is looked at, in milliseconds: Stripe's word on it moves no wallet. */
const lookAgainMs = 10_000;

const payoutsMost = 5;

interface EarningsData {
  readonly earnings: Earnings;
  readonly account: ConnectState;
  readonly payouts: readonly Payout[];
  readonly mayManage: boolean;
}

/**
 * What an organization's agents have earned, and the way to its bank account: connect Stripe, withdraw, and see each withdrawal arrive.
 *
 * @element kopai-earnings
 * @attr {string} wallet - The organization's wallet: `org:…`.
 * @attr {boolean} read-only - Leaves connecting and withdrawing out, for members. Where the session says the roles, it does so by itself.
 * @fires {KopaiConnectRedirectEvent} kopai-connect-redirect - About to leave for Stripe's onboarding; may be prevented.
 * @fires {KopaiPayoutRequestedEvent} kopai-payout-requested - Earnings are on their way.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot signed-out - In place of the invitation to sign in.
 * @csspart figures - The three figures.
 * @csspart chart - What was earned day by day.
 * @csspart account - What stands between the earnings and a bank account.
 * @csspart connect - The button that leads to Stripe.
 * @csspart withdraw - The form that withdraws, or what is missing to the minimum.
 * @csspart payouts - The latest withdrawals.
 * @csspart payout - One of them.
 * @csspart error - What went wrong, with another try.
 */
export class KopaiEarnings extends SectionElement<EarningsData> {
  static override styles = [...sectionStyles, fieldStyles, earningsStyles];

  static override properties = {
    readOnly: { type: Boolean, attribute: 'read-only' },
    problem: { state: true },
  };

  declare readOnly: boolean;
  /** What is wrong with the amount in the field. */
  declare private problem: string | undefined;
  readonly #withdrawal = new Repeatable();

  constructor() {
    super();
    this.readOnly = false;
  }

  protected override async load({ wallets, client }: Account, page: KopaiPage, signal: AbortSignal) {
    const { wallet } = this;
    const [earnings, account, recent, manages] = await Promise.all([
      wallets.earnings(wallet, { signal }),
      new Connect(client).get(wallet, { signal }),
      new Payouts(client).list({ wallet, limit: payoutsMost }, { signal }),
      mayManage(page, wallet),
    ]);
    return { earnings, account, payouts: recent.data, mayManage: manages };
  }

  protected override lookAgainMs({ payouts, account }: EarningsData): number | undefined {
    const moving = payouts.some(({ status }) => status !== 'paid' && status !== 'failed' && status !== 'reversed');
    return moving || (account.connected && !account.payoutsEnabled) ? lookAgainMs : undefined;
  }

  readonly #connect = () =>
    this.act('connect', async ({ client }) => {
      const here = pageUrl();
      const { url } = await new Connect(client).start(this.wallet, { returnUrl: here, refreshUrl: here });
      this.leave(new KopaiConnectRedirectEvent(url));
    });

  readonly #fillMost = () => {
    const field = this.#field();
    if (!field || !this.data) return;
    field.value = formatCredits(mostOf(this.data.earnings));
    this.problem = undefined;
    field.focus();
  };

  readonly #withdraw = async (amount: bigint | undefined) => {
    if (!this.data) return;
    this.refusal = undefined;
    this.problem = problemOf(amount, this.data.earnings, this.locale);
    if (this.problem || amount === undefined) return this.focusOn('#amount');
    const order = { wallet: this.wallet, amount };
    await this.act('withdraw', async ({ client }) => {
      const payouts = new Payouts(client);
      const payout = await this.#withdrawal.run(`${order.wallet} ${amount}`, (key) => payouts.create(order, key));
      const field = this.#field();
      if (field) field.value = '';
      const { locale } = this;
      announce(earningsWords(locale).requested(countedCredits(amount, locale)), locale);
      this.dispatchEvent(new KopaiPayoutRequestedEvent(payout));
    });
    if (this.refusal) return this.focusOn('#amount');
    this.reload();
  };

  protected override updated(): void {
    loadElements(this.renderRoot, sectionModules);
  }

  #field(): HTMLInputElement | null {
    return this.renderRoot.querySelector<HTMLInputElement>('#amount');
  }

  protected override skeleton(): TemplateResult {
    return sectionSkeleton(earningsWords(this.locale).title, ['figure', 'line'], this.locale);
  }

  protected override view(data: EarningsData, locale: string): TemplateResult {
    const words = earningsWords(locale);
    const { earnings, account, payouts } = data;
    const manages = data.mayManage && !this.readOnly;
    const connected = account.payoutsEnabled && !account.paused;
    return html`<div class="title">
        <h3>${words.title}</h3>
        ${connected ? html`<span class="status paid">${words.connected}</span>` : nothing}
      </div>
      ${figuresView(earnings, locale)}
      ${accountView({ account, mayManage: manages, busy: this.busy === 'connect', locale, open: this.#connect })}
      ${problemView(this.refusal, 'connect', locale)} ${connected && manages ? this.#form(earnings, locale) : nothing}
      ${this.#chart(earnings)}
      ${account.connected || payouts.length > 0 ? payoutsView(payouts, locale) : nothing}`;
  }

  /** Who has earned nothing yet needs no chart of it. */
  #chart({ available, pending, marketplaceRevenue }: Earnings): TemplateResult | typeof nothing {
    if (available + pending + marketplaceRevenue === 0n) return nothing;
    return html`<kopai-chart part="chart" wallet=${this.wallet} shows="earnings"></kopai-chart>`;
  }

  #form(earnings: Earnings, locale: string): TemplateResult {
    const { refusal, problem } = this;
    return withdrawView({
      earnings,
      locale,
      busy: this.busy === 'withdraw',
      problem: refusal?.act === 'withdraw' ? problemText(refusal.error, locale) : problem,
      fillMost: this.#fillMost,
      withdraw: this.#withdraw,
    });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-earnings': KopaiEarnings;
  }
}
