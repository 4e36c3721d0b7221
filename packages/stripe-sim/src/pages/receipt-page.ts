import type { ChargeRecord } from '../charges/charge.ts';
import type { World } from '../world/world.ts';
import { formatMoney } from './format-money.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** The receipt of a paid charge, with what was given back of it. */
export function receiptPage({ businessName }: Pick<World, 'businessName'>, charge: ChargeRecord): Page {
  const { amount, amount_refunded, created, currency, description, payment_method_details: details } = charge;
  const last4 = details?.card?.last4 ?? details?.us_bank_account?.last4 ?? '';
  const method = details?.card?.brand ?? 'bank account';
  const date = new Date(created * 1000).toISOString().slice(0, 10);
  const body = html`<main class="single">
<article class="panel">
<p class="bank">Receipt <span>${charge.id}</span></p>
<h1>${formatMoney(amount, currency)}</h1>
<p>Paid to ${businessName}${description !== null && html`: ${description}`}</p>
<dl class="facts">
<div><dt>Date</dt><dd>${date}</dd></div>
<div><dt>Payment method</dt><dd class="method">${method} ···· ${last4}</dd></div>
${amount_refunded > 0 && html`<div><dt>Refunded</dt><dd>${formatMoney(amount_refunded, currency)}</dd></div>`}
<div><dt>Net</dt><dd>${formatMoney(amount - amount_refunded, currency)}</dd></div>
</dl>
</article>
</main>`;
  return layout({ title: 'Receipt', body, framed: false });
}
