import { checkoutSummary } from './checkout-summary.ts';
import type { CheckoutView } from './checkout-view.ts';
import { formatMoney } from './format-money.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** The page where a customer pays, with a button for every way it can go. */
export function checkoutPage(view: CheckoutView): Page {
  const body = html`<main class="checkout">
${checkoutSummary(view)}
<section class="payment" aria-label="Payment">
<form method="post" action="${view.action}">
${view.decline !== null && html`<p class="decline" role="alert"><strong>Not paid.</strong> ${view.decline}</p>`}
${contact(view)}
${testCard()}
${
  view.keepsCard &&
  html`<p class="hint">${
    view.renewal === null
      ? `${view.businessName} keeps this card and may charge it again as you agreed.`
      : `${view.businessName} keeps this card and charges it ${formatMoney(view.renewal.amount, view.currency)} ${view.renewal.rhythm} until you cancel.`
  }</p>`
}
<button class="primary" name="outcome" value="paid">${payLabel(view)}</button>
<fieldset class="others">
<legend>Or try another outcome</legend>
<div class="choices">
${view.amount > 0 && choice('pay_later', 'Pay later', 'By bank debit, settled afterwards')}
${view.amount > 0 && choice('three_d_secure', '3-D Secure', 'The bank asks for a confirmation first')}
${choice('declined', 'Decline', 'The bank refuses the card')}
${view.cancelable && choice('canceled', 'Cancel', `Back to ${view.businessName}`)}
</div>
</fieldset>
</form>
</section>
</main>`;
  return layout({ title: `Pay ${view.businessName}`, body, framed: view.framed });
}

function payLabel({ amount, currency, renewal }: CheckoutView): string {
  if (renewal === null) return `Pay ${formatMoney(amount, currency)}`;
  return renewal.trialEnd === null ? `Subscribe and pay ${formatMoney(amount, currency)}` : 'Start trial';
}

function contact({ email }: CheckoutView): Html {
  if (email !== null) {
    return html`<h2>Contact</h2><p class="known"><span>Email</span><span>${email}</span></p>`;
  }
  return html`<h2>Contact</h2>
<div class="fields">
<label>Email <input type="email" name="email" autocomplete="email" maxlength="200" placeholder="you@example.com"></label>
<label>Name <input type="text" name="name" autocomplete="name" maxlength="200" placeholder="Optional"></label>
</div>`;
}

/** The test card, already filled in: there is nothing to type and no real number can be typed. */
function testCard(): Html {
  return html`<h2>Test card</h2>
<dl class="card">
<div class="number"><dt>Card number</dt><dd>4242 4242 4242 4242</dd></div>
<div><dt>Expires</dt><dd>12 / 34</dd></div>
<div><dt>Security code</dt><dd>123</dd></div>
</dl>`;
}

function choice(value: string, label: string, hint: string): Html {
  return html`<button class="choice" name="outcome" value="${value}"><strong>${label}</strong><span>${hint}</span></button>`;
}
