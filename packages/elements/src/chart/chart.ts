import type { Activity } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import type { Account } from '../page/account.ts';
import { countedCredits, creditsText } from '../page/amount-text.ts';
import { counted } from '../page/decimal-text.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { SectionElement } from '../sections/section-element.ts';
import { sectionStyles } from '../theme/section.styles.ts';
import { chartsWords } from '../words/charts-words.ts';
import { sectionWords } from '../words/section-words.ts';
import { calendarDayText } from './calendar-day-text.ts';
import { chartStyles } from './chart.styles.ts';
import { type DaySeries, daySeries, type Shown } from './day-series.ts';
import { dayTableView } from './day-table-view.ts';
import { plotView } from './plot-view.ts';

/**
 * What a wallet spent on each of its last days, or an organization earned: a bar a day, the total and the average, and the same as a
 * table. A day that is pointed at, or gone to with the arrow keys, says what it was.
 *
 * @element kopai-chart
 * @attr {string} wallet - Whose: `me` (the default), `user:…` or `org:…`.
 * @attr {'spending' | 'earnings'} shows - What of it; `spending` by default.
 * @attr {number} days - How many days, 1 to 92; 30 by default. Days begin at midnight of the reader's time zone.
 * @fires {KopaiSignInEvent} kopai-sign-in - A visitor wants to sign in.
 * @fires {KopaiErrorEvent} kopai-error - Something failed.
 * @slot signed-out - In place of the invitation to sign in.
 * @csspart plot - The bars.
 * @csspart table - The same as a table.
 * @csspart error - That it could not be loaded, with another try.
 * @cssprop --kopai-chart-size - Height of the bars.
 * @cssprop --kopai-chart-bar - Colour of a day.
 * @cssprop --kopai-chart-today - Colour of today.
 */
export class KopaiChart extends SectionElement<Activity> {
  static override styles = [...sectionStyles, chartStyles];

  static override properties = {
    shows: { type: String },
    days: { type: Number },
    looked: { state: true },
    tabled: { state: true },
  };

  declare shows: Shown;
  declare days: number;
  /** The day that is looked at. */
  declare private looked: number | undefined;
  declare private tabled: boolean;

  constructor() {
    super();
    this.shows = 'spending';
    this.days = 30;
    this.tabled = false;
  }

  protected override load({ wallets }: Account, _page: KopaiPage, signal: AbortSignal): Promise<Activity> {
    const { timeZone } = new Intl.DateTimeFormat().resolvedOptions();
    return wallets.activity(this.wallet, { days: this.days, timezone: timeZone }, { signal });
  }

  readonly #look = (index: number | undefined) => {
    this.looked = index;
  };

  readonly #toggle = () => {
    this.tabled = !this.tabled;
    this.looked = undefined;
  };

  protected override skeleton(): TemplateResult {
    return html`<div aria-busy="true">
      ${this.#title()}
      <p class="sum"><span class="hidden">${sectionWords(this.locale).loading}</span><span class="bone"></span></p>
      <p class="quiet about"></p>
      <span class="bone plot"></span>
      <p class="quiet ends"></p>
    </div>`;
  }

  /** It is not what anybody came for: a line, where a wallet's other sections go on. */
  protected override failed(_error: unknown, retry: () => void): TemplateResult {
    const { locale } = this;
    return html`${this.#title()}
      <div class="nothing" part="error">
        <p>
          ${chartsWords(locale).failed}
          <button class="small" @click=${retry}>${sectionWords(locale).retry}</button>
        </p>
      </div>`;
  }

  protected override view({ days }: Activity, locale: string): TemplateResult {
    const words = chartsWords(locale);
    const series = daySeries(days, this.shows);
    if (series.total === 0n) {
      return html`${this.#title()}
        <p class="sum">${words.credits(countedCredits(0n, locale))}</p>
        <p class="quiet about">${this.shows === 'spending' ? words.noSpending : words.noEarnings}</p>
        <div class="nothing"></div>
        ${endsView(series, locale)}`;
    }
    const other = this.tabled ? words.showChart : words.showTable;
    return html`${this.#title(html`<button @click=${this.#toggle}>${other}</button>`)}
      ${this.#figures(series, locale)} ${this.tabled ? this.#table(series, locale) : this.#plot(series, locale)}`;
  }

  #plot(series: DaySeries, locale: string): TemplateResult {
    return html`${plotView({
      series,
      looked: this.looked,
      name: this.#name,
      summary: this.#summaryOf(series, locale),
      textOf: (index) => this.#textOf(series, index, locale),
      look: this.#look,
    })}
    ${endsView(series, locale)}`;
  }

  #table({ points }: DaySeries, locale: string): TemplateResult {
    const { day, spent, earned, messages } = chartsWords(locale);
    return dayTableView({
      points,
      heads: [day, this.shows === 'spending' ? spent : earned, messages],
      title: this.#name,
      dayText: (date) => calendarDayText(date, locale),
      amountText: (amount) => creditsText(amount, locale),
      countText: (count) => counted(count, locale).text,
    });
  }

  get #name(): string {
    const { spending, earnings } = chartsWords(this.locale);
    return this.shows === 'spending' ? spending : earnings;
  }

  #title(action?: TemplateResult): TemplateResult {
    return html`<div class="title"><h3>${this.#name}</h3>${action}</div>`;
  }

  /** The total, or what the day was that is looked at. */
  #figures({ points, total, average }: DaySeries, locale: string): TemplateResult {
    const words = chartsWords(locale);
    const point = this.looked === undefined ? undefined : points[this.looked];
    const about = point
      ? [calendarDayText(point.date, locale), ...messagesOf(point.messages, locale)]
      : [words.days(counted(points.length, locale)), words.average(countedCredits(average, locale))];
    return html`<p class="sum">${words.credits(countedCredits(point?.amount ?? total, locale))}</p>
      <p class="quiet about">${about.join(' · ')}</p>`;
  }

  #summaryOf({ points, total, most }: DaySeries, locale: string): string {
    const words = chartsWords(locale);
    const days = counted(points.length, locale);
    const sum = countedCredits(total, locale);
    const best = points.find(({ amount }) => amount === most);
    const said = this.shows === 'spending' ? words.spentIn(sum, days) : words.earnedIn(sum, days);
    return best ? `${said} ${words.most(countedCredits(most, locale), calendarDayText(best.date, locale))}` : said;
  }

  #textOf({ points }: DaySeries, index: number, locale: string): string {
    const point = points[index];
    if (!point) return '';
    const amount = chartsWords(locale).credits(countedCredits(point.amount, locale));
    return [calendarDayText(point.date, locale), amount, ...messagesOf(point.messages, locale)].join(', ');
  }
}

const messagesOf = (messages: number, locale: string): string[] =>
  messages === 0 ? [] : [chartsWords(locale).messagesOf(counted(messages, locale))];

/** The first day and the last, below the ends of the bars. */
function endsView({ points }: DaySeries, locale: string): TemplateResult {
  const [first] = points;
  const last = points.at(-1);
  return html`<p class="quiet ends" aria-hidden="true">
    ${first && last && first !== last ? html`<span>${calendarDayText(first.date, locale)}</span><span>${calendarDayText(last.date, locale)}</span>` : nothing}
  </p>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-chart': KopaiChart;
  }
}
