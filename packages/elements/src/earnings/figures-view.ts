import type { Earnings } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { countedCredits, countOf, creditsText, worthText } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { counted } from '../page/decimal-text.ts';
import { earningsWords } from '../words/earnings-words.ts';
import { walletWords } from '../words/wallet-words.ts';

/** The three figures: what can be withdrawn, what will be, and what the marketplace took. */
export function figuresView(earnings: Earnings, locale: string): TemplateResult {
  const { available, pending, nextSettlementAt, marketplaceRevenue, waived, waivedMessages } = earnings;
  const words = earningsWords(locale);
  const next = nextSettlementAt === null ? words.nonePending : words.next(instantText(nextSettlementAt, locale));
  return html`<dl class="figures" part="figures">
      ${figure('available', words.available, available, `≈ ${worthText(available, locale)}`, locale)}
      ${figure('pending', words.pending, pending, next, locale)}
      ${figure('marketplace', words.marketplace, marketplaceRevenue, words.displayOnly, locale)}
    </dl>
    ${waivedMessages > 0 ? html`<p class="quiet">${words.waived(countedCredits(waived, locale), counted(waivedMessages, locale))}</p>` : nothing}`;
}

const figure = (
  style: string,
  name: string,
  amount: bigint,
  about: string,
  locale: string,
): TemplateResult => html`<div class=${style}>
  <dt>${name}</dt>
  <dd class="sum"><bdi dir="ltr">${creditsText(amount, locale)}</bdi><span class="hidden"> ${walletWords(locale).unit(countOf(amount))}</span></dd>
  <dd class="quiet">${about}</dd>
</div>`;
