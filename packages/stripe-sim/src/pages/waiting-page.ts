import { checkoutSummary } from './checkout-summary.ts';
import type { CheckoutView } from './checkout-view.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

/** The page of a session whose bank debit is under way: here it is settled, one way or the other. */
export function waitingPage(view: CheckoutView): Page {
  const body = html`<main class="checkout">
${checkoutSummary({ ...view, cancelable: false })}
<section class="payment" aria-label="Payment">
<form method="post" action="${view.action}/settle">
<h2>Waiting for the bank</h2>
<p class="hint">The order is placed and the bank debit is under way. At a real bank this takes days; here you decide.</p>
<button class="primary" name="outcome" value="succeeded">The bank pays</button>
<button class="secondary" name="outcome" value="failed">The bank does not pay</button>
</form>
</section>
</main>`;
  return layout({ title: `Pay ${view.businessName}`, body, framed: view.framed });
}
