import { lineItemsOf, pagePath, sessions } from '../checkout/session.ts';
import type { World } from '../world/world.ts';
import { formatMoney } from './format-money.ts';
import { html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

const shownSessions = 20;

/** What someone sees who opens the simulator's address: what this is, and the latest checkout sessions. */
export function overviewPage(world: World): Page {
  const latest = world.store.in(sessions).newestFirst().slice(0, shownSessions);
  const body = html`<main class="single">
<article class="panel">
<p class="bank">Stripe simulator <span>${world.businessName}</span></p>
<h1>Checkout sessions</h1>
${latest.length === 0 ? html`<p>None yet. Point a Stripe client at ${world.url}.</p>` : null}
<dl class="facts">
${latest.map(
  (session) => html`<div>
<dt><a href="${pagePath(session)}">${lineItemsOf(world, session.id)[0]?.description ?? session.id}</a><br>
${session.status}, ${session.payment_status}</dt>
<dd>${formatMoney(session.amount_total ?? 0, session.currency ?? 'usd')}</dd>
</div>`,
)}
</dl>
</article>
</main>`;
  return layout({ title: 'Overview', body, framed: false });
}
