import type { TransactionKind } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { transactionsWords } from '../words/transactions-words.ts';
import { type ActivityChoice, kindsOf, type Period, periods } from './activity-filter.ts';

export interface FiltersViewOptions {
  readonly wallet: string;
  readonly choice: ActivityChoice;
  readonly exporting: boolean;
  readonly locale: string;
  readonly choose: (choice: ActivityChoice) => void;
  readonly download: () => void;
}

/** The title, the filters, and the export of what they let through. */
export function filtersView(options: FiltersViewOptions): TemplateResult {
  const { wallet, choice, exporting, locale, choose, download } = options;
  const words = transactionsWords(locale);
  const { kind, period, from, until } = choice;
  const kinds: readonly TransactionKind[] = kindsOf(wallet);
  const pickKind = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    choose({ ...choice, kind: kinds.find((known) => known === value) });
  };
  const pickPeriod = (event: Event) => {
    const { value } = event.target as HTMLSelectElement;
    choose({ ...choice, period: periods.find((known) => known === value) ?? 'all' });
  };
  const day = (
    name: 'from' | 'until',
    value: string,
    limits: { min?: string; max?: string },
  ) => html`<label class="day">
    <span class="quiet">${words[name]}</span>
    <input
      type="date"
      .value=${value}
      min=${limits.min || nothing}
      max=${limits.max || nothing}
      @change=${(event: Event) => choose({ ...choice, [name]: (event.target as HTMLInputElement).value })}
    />
  </label>`;
  const periodOption = (name: Period) =>
    html`<option value=${name} ?selected=${name === period}>${words.periods[name]}</option>`;
  return html`<div class="head">
      <h3>${words.title}</h3>
      <div class="filters" part="filters">
        <select aria-label=${words.kind} @change=${pickKind}>
          <option value="" ?selected=${kind === undefined}>${words.allKinds}</option>
          ${kinds.map((name) => html`<option value=${name} ?selected=${name === kind}>${words.kinds[name]}</option>`)}
        </select>
        <select aria-label=${words.period} @change=${pickPeriod}>
          ${periods.map(periodOption)}
        </select>
      </div>
      <button part="export" aria-disabled=${exporting ? 'true' : 'false'} @click=${download}>
        ${exporting ? words.exporting : words.csv}
      </button>
    </div>
    ${period === 'custom' ? html`<div class="days">${day('from', from, { max: until })}${day('until', until, { min: from })}</div>` : nothing}`;
}
