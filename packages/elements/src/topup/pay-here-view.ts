import type { Topup } from '@kopai/sdk';
import { html, nothing, type TemplateResult } from 'lit';
import { centsText, countedCredits } from '../page/amount-text.ts';
import { sectionWords } from '../words/section-words.ts';
import { topupWords } from '../words/topup-words.ts';

/** Stripe's form inside the page, with what is bought above it and the way back. */
export function payHereView(
  { credits, amountCents }: Topup,
  loading: boolean,
  locale: string,
  back: () => void,
): TemplateResult {
  const words = topupWords(locale);
  return html`<div part="checkout" aria-busy=${loading ? 'true' : 'false'}>
    <div class="title">
      <h3 tabindex="-1">${words.credits(countedCredits(credits, locale))} · ${centsText(amountCents, locale)}</h3>
      <button @click=${back}>${words.back}</button>
    </div>
    ${loading ? html`<span class="hidden">${sectionWords(locale).loading}</span><span class="bone checkout"></span>` : nothing}
    <slot name="checkout"></slot>
  </div>`;
}
