import type { World } from '../world/world.ts';
import { formatMoney } from './format-money.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

interface Authentication {
  readonly amount: number;
  readonly currency: string;
  readonly action: string;
  readonly framed: boolean;
}

/** The page of the customer's bank, where a payment is confirmed (3-D Secure). */
export function authenticationPage(
  { businessName }: Pick<World, 'businessName'>,
  { amount, currency, action, framed }: Authentication,
): Page {
  const body = html`<main class="single">
<form method="post" action="${action}" class="panel">
<p class="bank">Simulated bank <span>3-D Secure</span></p>
<h1>Is this you?</h1>
<p>${businessName} asks for <strong>${formatMoney(amount, currency)}</strong> from your test card. Confirm that it is you who pays.</p>
<button class="primary" name="outcome" value="authenticated">Confirm payment</button>
<button class="secondary" name="outcome" value="failed">Fail authentication</button>
</form>
</main>`;
  return layout({ title: 'Confirm payment', body, framed });
}
