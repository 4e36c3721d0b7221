import type { Payout } from '@kopai/sdk';
import { html, type TemplateResult } from 'lit';
import { centsText, countedCredits } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { earningsWords } from '../words/earnings-words.ts';

/** The latest withdrawals, and where each of them stands. */
export const payoutsView = (payouts: readonly Payout[], locale: string): TemplateResult => html`<div
  class="payouts"
  part="payouts"
>
  <h4 id="payouts">${earningsWords(locale).payouts}</h4>
  ${
    payouts.length === 0
      ? html`<p class="quiet">${earningsWords(locale).noPayouts}</p>`
      : html`<ul aria-labelledby="payouts">
        ${payouts.map((payout) => payoutView(payout, locale))}
      </ul>`
  }
</div>`;

function payoutView(payout: Payout, locale: string): TemplateResult {
  const { amount, amountCents, status, createdAt, failure, reversed } = payout;
  const words = earningsWords(locale);
  const { name, text } = words.standing[status];
  const partly = reversed > 0n && status !== 'reversed';
  const about = [instantText(createdAt, locale), failure ?? text];
  if (partly) about.push(words.takenBack(countedCredits(reversed, locale)));
  return html`<li part="payout">
    <span class="amount">${words.credits(countedCredits(amount, locale))} <span class="quiet">${centsText(amountCents, locale)}</span></span>
    <span class="status ${status}">${name}</span>
    <span class="quiet about">${about.join(' · ')}</span>
  </li>`;
}
