import { formatDate } from './format-date.ts';
import { formatMoney } from './format-money.ts';
import { type Html, html, safeUrl } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';
import type { PortalPlan, PortalView } from './portal-view.ts';

/** Where a customer changes the card, cancels the plan or takes that back. */
export function portalPage(view: PortalView): Page {
  const { action, businessName, card, invoices, plans } = view;
  const returnUrl = safeUrl(view.returnUrl);
  const body = html`<main class="checkout">
<section class="summary" aria-label="Billing">
<header class="merchant">
<span class="mark" aria-hidden="true">${[...businessName][0]?.toUpperCase() ?? ''}</span>
<span class="name">${businessName}</span>
</header>
<h1><span class="label">${businessName} works with Stripe</span> <span class="headline">Manage your billing</span></h1>
${returnUrl !== null && html`<a class="secondary" href="${returnUrl}">Return to ${businessName}</a>`}
</section>
<section class="payment portal" aria-label="Your plan">
<h2>Current plan</h2>
${plans.length === 0 ? html`<p class="hint">You have no plan.</p>` : plans.map((plan) => planOf(plan, action))}
<h2>Payment method</h2>
<p class="known"><span>Pays for your plan</span><span class="method">${card === null ? 'none' : `${card.brand} ···· ${card.last4}`}</span></p>
<form method="post" action="${action}" class="choices spaced">
<button class="choice" name="action" value="card_works"><strong>Use a card that works</strong><span>Visa ···· 4242</span></button>
<button class="choice" name="action" value="card_fails"><strong>Use a card that fails</strong><span>Visa ···· 0341, refused when charged</span></button>
</form>
<h2>Invoices</h2>
${invoices.length === 0 && html`<p class="hint">None yet.</p>`}
<dl class="facts">
${invoices.map(
  (invoice) => html`<div>
<dt><a href="${invoice.url}">${invoice.number}</a><br>${formatDate(invoice.created)}, ${invoice.status}</dt>
<dd>${formatMoney(invoice.amount, invoice.currency)}</dd>
</div>`,
)}
</dl>
</section>
</main>`;
  return layout({ title: `Billing at ${businessName}`, body, framed: false });
}

function planOf(plan: PortalPlan, action: string): Html {
  const { id, name, amount, currency, rhythm, cancelsAtPeriodEnd } = plan;
  return html`<form method="post" action="${action}" class="plan">
<input type="hidden" name="subscription" value="${id}">
<p class="item">${name}</p>
<p>${formatMoney(amount, currency)} ${rhythm}</p>
<p class="${plan.status === 'past_due' || plan.status === 'unpaid' ? 'details bad' : 'details'}">${standing(plan)}</p>
${
  cancelsAtPeriodEnd
    ? html`<button class="primary" name="action" value="resume">Don't cancel</button>`
    : html`<button class="secondary" name="action" value="cancel">Cancel plan</button>`
}
</form>`;
}

function standing({ status, periodEnd, cancelsAtPeriodEnd }: PortalPlan): string {
  if (status === 'past_due' || status === 'unpaid') {
    return 'The last payment failed. Use another card, and pay the open invoice below.';
  }
  if (status === 'incomplete') return 'The first payment is still missing. Pay the open invoice below.';
  if (cancelsAtPeriodEnd) return `Your plan ends on ${formatDate(periodEnd)}.`;
  if (status === 'trialing') return `Your trial ends on ${formatDate(periodEnd)}.`;
  return `Your plan renews on ${formatDate(periodEnd)}.`;
}
