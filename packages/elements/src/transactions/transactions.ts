import type { Page, Transaction } from '@kopai/sdk';
import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { KopaiErrorEvent } from '../events/error.ts';
import { KopaiSignInEvent } from '../events/sign-in.ts';
import { accountOf, isSignedOut } from '../page/account.ts';
import { announce } from '../page/announcer.ts';
import { systemNowMs } from '../page/clock.ts';
import { counted } from '../page/decimal-text.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { PageElement } from '../page/page-element.ts';
import { failureView, problemText } from '../sections/failure-view.ts';
import { signedOutView } from '../sections/signed-out-view.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { sectionWords } from '../words/section-words.ts';
import { transactionsWords } from '../words/transactions-words.ts';
import { type ActivityChoice, everything, filterOf } from './activity-filter.ts';
import { activityView } from './activity-view.ts';
import { filtersView } from './filters-view.ts';
import { saveAs } from './save-as.ts';
import { transactionsStyles } from './transactions.styles.ts';

/** Lines that are shown as empty shapes while the real ones are on their way. */
const shapes = [1, 2, 3, 4, 5, 6];

/**
 * What moved a wallet, newest first: filtered by kind and period, a page at a time, and as a CSV file. New movements appear by themselves.
 *
 * @element kopai-transactions
 * @attr {string} wallet - Whose history: `me` (the default), `user:…` or `org:…`. An organization's names the member of each message.
 * @attr {number} page-size - Lines per page, 1 to 100; 20 by default.
 * @prop {(userId: string) => string} memberName - How a member is called; by their id by default.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot signed-out - In place of the invitation to sign in.
 * @csspart filters - The filters and the export.
 * @csspart export - The export.
 * @csspart table - The history.
 * @csspart row - A line of it.
 * @csspart more - The button for the next page.
 * @csspart error - What went wrong, with another try.
 */
export class KopaiTransactions extends PageElement {
  static override styles = [...sectionStyles, transactionsStyles];

  static override properties = {
    wallet: { type: String },
    pageSize: { type: Number, attribute: 'page-size' },
    memberName: { attribute: false },
    choice: { state: true },
    rows: { state: true },
    last: { state: true },
    error: { state: true },
    busy: { state: true },
    exporting: { state: true },
    refusal: { state: true },
  };

  declare wallet: string;
  declare pageSize: number;
  declare memberName: (userId: string) => string;
  declare private choice: ActivityChoice;
  declare private rows: readonly Transaction[] | undefined;
  declare private last: Page<Transaction> | undefined;
  declare private error: unknown;
  declare private busy: boolean;
  declare private exporting: boolean;
  /** Why the last export gave no file. */
  declare private refusal: unknown;
  #loading: AbortController | undefined;
  #unwatch: (() => void) | undefined;
  #seq: number | undefined;

  constructor() {
    super();
    this.wallet = 'me';
    this.pageSize = 20;
    this.memberName = (userId) => userId;
    this.choice = everything;
    this.busy = false;
    this.exporting = false;
  }

  protected override enterPage(): () => void {
    this.#start();
    return () => {
      this.#loading?.abort();
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (this.hasUpdated && (changed.has('wallet') || changed.has('pageSize'))) this.#start();
  }

  #start(): void {
    const { page, wallet } = this;
    if (!page) return;
    this.#unwatch?.();
    this.#seq = undefined;
    this.rows = undefined;
    void this.#load(page);
    this.#unwatch = accountOf(page).balances.watch(wallet, (state) => {
      if (state.status !== 'ready') return;
      const { seq } = state.wallet;
      const moved = this.#seq !== undefined && seq > this.#seq;
      this.#seq = seq;
      if (moved) void this.#load(page);
    });
  }

  /** Reads the newest lines. Those of further pages that are shown already stay below them. */
  async #load(page: KopaiPage): Promise<void> {
    this.#loading?.abort();
    const loading = new AbortController();
    this.#loading = loading;
    const query = { ...filterOf(this.choice, systemNowMs()), limit: this.pageSize };
    try {
      const fresh = await accountOf(page).wallets.transactions(this.wallet, query, { signal: loading.signal });
      const known = this.rows ?? [];
      const joint = known.findIndex(({ id }) => id === fresh.data.at(-1)?.id);
      if (joint < 0) this.last = fresh;
      this.rows = [...fresh.data, ...(joint < 0 ? [] : known.slice(joint + 1))];
      this.error = undefined;
    } catch (error) {
      if (!loading.signal.aborted) this.#fail(error);
    }
  }

  readonly #more = async () => {
    const { last, rows } = this;
    if (!last || this.busy) return;
    this.busy = true;
    this.error = undefined;
    try {
      const next = await last.nextPage();
      // Another filter was chosen meanwhile: these lines are not of it.
      if (last !== this.last || !rows) return;
      this.last = next;
      this.rows = [...(this.rows ?? []), ...next.data];
      announce(transactionsWords(this.locale).shown(counted(this.rows.length, this.locale)), this.locale);
    } catch (error) {
      this.#fail(error);
    } finally {
      this.busy = false;
    }
  };

  readonly #choose = (choice: ActivityChoice) => {
    this.choice = choice;
    this.rows = this.error = this.refusal = undefined;
    if (this.page) void this.#load(this.page);
  };

  readonly #retry = () => {
    this.error = undefined;
    this.#start();
  };

  readonly #download = async () => {
    const { page, wallet } = this;
    if (!page || this.exporting) return;
    this.exporting = true;
    this.refusal = undefined;
    try {
      const stream = await accountOf(page).wallets.transactionsCsv(wallet, filterOf(this.choice, systemNowMs()));
      const blob = await new Response(stream, { headers: { 'content-type': 'text/csv' } }).blob();
      saveAs(blob, `kopai-${wallet.replace(/[^\w-]+/g, '-')}.csv`);
    } catch (error) {
      this.refusal = error;
      announce(problemText(error, this.locale), this.locale);
      this.dispatchEvent(new KopaiErrorEvent(error));
    } finally {
      this.exporting = false;
    }
  };

  #fail(error: unknown): void {
    this.error = error;
    if (!isSignedOut(error)) this.dispatchEvent(new KopaiErrorEvent(error));
  }

  protected override render(): TemplateResult | typeof nothing {
    const { page, error, wallet, choice, exporting, locale } = this;
    if (!page) return nothing;
    if (isSignedOut(error)) return signedOutView(() => this.dispatchEvent(new KopaiSignInEvent()), locale);
    const filters = filtersView({ wallet, choice, exporting, locale, choose: this.#choose, download: this.#download });
    const { refusal } = this;
    return html`${filters}${refusal === undefined ? nothing : html`<p class="problem">${problemText(refusal, locale)}</p>`}${this.#body(locale)}`;
  }

  #body(locale: string): TemplateResult {
    const { error, rows, last, busy } = this;
    if (error !== undefined && !rows) return failureView(error, this.#retry, locale);
    if (!rows) {
      return html`<div aria-busy="true"><span class="hidden">${sectionWords(locale).loading}</span>${shapes.map(() => html`<span class="bone line"></span>`)}</div>`;
    }
    if (rows.length === 0) return this.#empty();
    const memberName = this.wallet.startsWith('org:') ? this.memberName : undefined;
    return html`${activityView({ rows, locale, memberName })}
      ${error === undefined ? nothing : html`<p class="problem">${problemText(error, locale)}</p>`}
      ${
        last?.hasNextPage()
          ? html`<div class="foot">
            <button part="more" aria-disabled=${busy ? 'true' : 'false'} @click=${this.#more}>
              ${busy ? html`<span class="spinner"></span>` : nothing}${transactionsWords(locale).more}
            </button>
          </div>`
          : nothing
      }`;
  }

  #empty(): TemplateResult {
    const filtered = this.choice.kind !== undefined || this.choice.period !== 'all';
    const words = transactionsWords(this.locale);
    return html`<div class="state nothing">
      <p>${filtered ? words.emptyFiltered : words.empty}</p>
      ${filtered ? html`<button @click=${() => this.#choose(everything)}>${words.clear}</button>` : nothing}
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-transactions': KopaiTransactions;
  }
}
