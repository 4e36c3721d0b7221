import type { Earnings } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { creditsText, worthText } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { earningsWords as words } from '../words/en-earnings.ts';

/** The three figures: what can be withdrawn, what will be, and what the marketplace took. */
export function figuresView(earnings: Earnings, locale: string | undefined): TemplateResult {
  const { available, pending, nextSettlementAt, marketplaceRevenue, waived, waivedMessages } = earnings;
  const next = nextSettlementAt === null ? words.nonePending : words.next(instantText(nextSettlementAt, locale));
  return html`<dl class="figures" part="figures">
      ${figure('available', words.available, available, `≈ ${worthText(available, locale)}`, locale)}
      ${figure('pending', words.pending, pending, next, locale)}
      ${figure('marketplace', words.marketplace, marketplaceRevenue, words.displayOnly, locale)}
    </dl>
    ${waivedMessages > 0 ? html`<p class="quiet">${words.waived(creditsText(waived, locale), waivedMessages)}</p>` : nothing}`;
}

const figure = (
  style: string,
  name: string,
  amount: bigint,
  about: string,
  locale: string | undefined,
): TemplateResult => html`<div class=${style}>
  <dt>${name}</dt>
  <dd class="sum"><bdi dir="ltr">${creditsText(amount, locale)}</bdi></dd>
  <dd class="quiet">${about}</dd>
</div>`;
