import type { Topup, TopupStatus } from '@kopai/sdk';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { centsText, countedCredits } from '../page/amount-text.ts';
import { webUrl } from '../page/web-url.ts';
import { topupWords } from '../words/topup-words.ts';
import type { Words } from '../words/words.ts';

/** What the payer can do about a top-up. */
export interface TopupActions {
  /** Goes on with the same checkout. */
  readonly resume: () => void;
  /** Leaves it, and shows the packs. */
  readonly startOver: () => void;
  /** The same, for one that needs nothing more of the payer. */
  readonly done: () => void;
}

/** The payer has come back, and how it went is still being asked. */
export const checkingView = (locale: string): TemplateResult => html`<div class="state" aria-busy="true">
  <span class="mark"><span class="spinner"></span></span>
  <p>${topupWords(locale).checking}</p>
</div>`;

/** Where a top-up stands, after the payer has come back from the checkout. */
export function topupResultView(topup: Topup, locale: string, actions: TopupActions): TemplateResult {
  const { title, text } = saidOf(topup, locale);
  return html`<div class="state" part="result">
    <span class="mark ${topup.status}">${markOf(topup.status)}</span>
    <div class="said">
      <h3 tabindex="-1">${title}</h3>
      <p>${text}</p>
    </div>
    <div class="actions">${actionsOf(topup, actions, topupWords(locale))}</div>
  </div>`;
}

/** The outcome as a title and a sentence. */
export function saidOf(topup: Topup, locale: string): { readonly title: string; readonly text: string } {
  const words = topupWords(locale);
  const amount = countedCredits(topup.credits, locale);
  const price = centsText(topup.amountCents, locale);
  switch (topup.status) {
    case 'pending':
      return { title: words.pendingTitle, text: words.pending(amount, price) };
    case 'processing':
      return { title: words.processingTitle, text: words.processing(amount) };
    case 'paid':
      return { title: words.paidTitle(amount), text: words.paid(price) };
    case 'failed':
      return { title: words.failedTitle, text: words.failed };
    case 'expired':
      return { title: words.expiredTitle, text: words.expired };
  }
}

function actionsOf(
  { status, checkoutUrl, clientSecret, receiptUrl }: Topup,
  { resume, startOver, done }: TopupActions,
  words: Words['topup'],
): TemplateResult {
  const receipt = webUrl(receiptUrl);
  switch (status) {
    case 'pending':
      return html`${(checkoutUrl ?? clientSecret) ? html`<button class="primary" @click=${resume}>${words.resume}</button>` : nothing}
        <button @click=${startOver}>${words.startOver}</button>`;
    case 'paid':
      return html`<button class="primary" @click=${done}>${words.done}</button>
        ${receipt ? html`<a class="button" href=${receipt} target="_blank" rel="noopener">${words.receipt}</a>` : nothing}`;
    case 'processing':
      return html`<button @click=${done}>${words.done}</button>`;
    default:
      return html`<button class="primary" @click=${startOver}>${words.tryAgain}</button>`;
  }
}

function markOf(status: TopupStatus): TemplateResult {
  if (status === 'processing') return html`<span class="spinner"></span>`;
  const path = {
    paid: 'M3.5 9.5 7 13l7.5-8',
    failed: 'M4.5 4.5l9 9m0-9-9 9',
    pending: 'M9 3.5V9l3.5 2.2',
    expired: 'M9 3.5V9l3.5 2.2',
  }[status];
  return html`<svg viewBox="0 0 18 18" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;
}
