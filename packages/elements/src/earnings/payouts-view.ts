import type { Payout } from '@kopai/sdk';
import { html, type TemplateResult } from 'lit';
import { centsText, creditsText } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { payoutWords, earningsWords as words } from '../words/en-earnings.ts';

/** The latest withdrawals, and where each of them stands. */
export const payoutsView = (payouts: readonly Payout[], locale: string | undefined): TemplateResult => html`<div
  class="payouts"
  part="payouts"
>
  <h4 id="payouts">${words.payouts}</h4>
  ${
    payouts.length === 0
      ? html`<p class="quiet">${words.noPayouts}</p>`
      : html`<ul aria-labelledby="payouts">
        ${payouts.map((payout) => payoutView(payout, locale))}
      </ul>`
  }
</div>`;

function payoutView(payout: Payout, locale: string | undefined): TemplateResult {
  const { amount, amountCents, status, createdAt, failure, reversed } = payout;
  const { name, text } = payoutWords[status];
  const partly = reversed > 0n && status !== 'reversed';
  const about = [instantText(createdAt, locale), failure ?? text];
  if (partly) about.push(words.takenBack(creditsText(reversed, locale)));
  return html`<li part="payout">
    <span class="amount">${words.credits(creditsText(amount, locale))} <span class="quiet">${centsText(amountCents, locale)}</span></span>
    <span class="status ${status}">${name}</span>
    <span class="quiet about">${about.join(' · ')}</span>
  </li>`;
}
