import type { CheckoutView } from './checkout-view.ts';
import { formatDate } from './format-date.ts';
import { formatMoney } from './format-money.ts';
import { type Html, html } from './html.ts';

/** The left side of the checkout: who is paid, how much, and for what. */
export function checkoutSummary(view: CheckoutView): Html {
  const { action, businessName, amount, currency, items, cancelable } = view;
  return html`<section class="summary" aria-label="Order summary">
<header class="merchant">
${
  cancelable &&
  html`<form method="post" action="${action}"><button class="back" name="outcome" value="canceled" aria-label="Cancel and go back to ${businessName}">
<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true"><path d="M9.5 3.5 5 8l4.5 4.5" fill="none" stroke="currentColor" stroke-width="1.75" stroke-linecap="round" stroke-linejoin="round"/></svg></button></form>`
}
<span class="mark" aria-hidden="true">${[...businessName][0]?.toUpperCase() ?? ''}</span>
<span class="name">${businessName}</span>
</header>
${heading(view)}
<ul class="items">
${items.map(
  (item) => html`<li>
<div><span class="item">${item.name}</span>${item.quantity > 1 && html` <span class="quantity">× ${item.quantity}</span>`}
${item.details !== null && html`<span class="details">${item.details}</span>`}</div>
<span class="price">${formatMoney(item.amount, currency)}</span>
</li>`,
)}
</ul>
<p class="sum"><span>${view.renewal === null ? 'Total due' : 'Due today'}</span><span class="price">${formatMoney(amount, currency)}</span></p>
</section>`;
}

/** The price in large: of the payment, or of each period of a subscription. */
function heading({ amount, businessName, currency, renewal }: CheckoutView): Html {
  if (renewal === null) {
    return html`<h1><span class="label">Pay ${businessName}</span> <span class="total">${formatMoney(amount, currency)}</span></h1>`;
  }
  const { rhythm, trialEnd } = renewal;
  return html`<h1><span class="label">Subscribe to ${businessName}</span>
<span class="total">${formatMoney(renewal.amount, currency)} <small>${rhythm}</small></span></h1>
${trialEnd !== null && html`<p class="hint">Free until ${formatDate(trialEnd)}, then ${formatMoney(renewal.amount, currency)} ${rhythm}.</p>`}`;
}
