import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { actionsOn, type PaymentAction, refundCents, type SimulationView } from '../simulation/simulation.ts';
import type { Payment } from '../simulation/simulator.ts';
import { contextName } from '../visitors.ts';
import type { Scene } from './scene.ts';

const dayText = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeStyle: 'short', timeZone: 'UTC' });

/** The button in the header, which also says when the time is not the real one. */
export function simulationButton({ simulation }: Scene): Html | undefined {
  if (!simulation) return undefined;
  const { daysAhead } = simulation;
  const ahead = daysAhead > 0 && html`<span class="ahead">+${daysText(daysAhead)}</span>`;
  return html`<button class="simulate" type="button" popovertarget="simulation">${icon('beaker')}<span>Simulation</span>${ahead}</button>`;
}

/** What a visitor of the demo can have happen. No part of a real site. */
export function simulationPanel(scene: Scene): Html | undefined {
  const { simulation, visitor, path, stripeJs } = scene;
  if (!simulation) return undefined;
  const backPath = stripeJs ? `${path}?${inPage}` : path;
  return html`<form class="menu simulation" id="simulation" popover method="post" action="/simulation" aria-label="Simulation">
<input type="hidden" name="back" value="${backPath}">
<p class="simulation-mark">${icon('beaker')}Simulation: no money moves</p>
<section><h2>Time</h2><p>${clockText(simulation)}</p>
<p class="quiet">A day settles earnings, makes balances available and begins new budgets.</p>
<button class="button" name="action" value="day">${icon('forward')}Pass a day</button></section>
${isWallet(path) && checkoutSection(scene)}
${visitor.persona && html`<section><h2>Last top-up of ${contextName(visitor.context)}</h2>${payment(simulation.payment)}</section>`}
</form>`;
}

const inPage = 'checkout=embedded';

const isWallet = (path: string): boolean => /^\/settings\/billing$|^\/orgs\/[^/]+\/wallet$/.test(path);

/** Where the form of Stripe stands: on a page of its own, or inside the wallet's. */
function checkoutSection({ path, stripeJs }: Scene): Html {
  const [text, query, label] = stripeJs
    ? ['Credits are paid inside this page.', '', 'Pay on Stripe’s page']
    : ['Credits are paid on a page of Stripe’s.', `?${inPage}`, 'Pay inside this page'];
  return html`<section><h2>Checkout</h2><p>${text}</p><a class="button" href="${path}${query}">${icon('credit-card')}${label}</a></section>`;
}

const clockText = ({ now }: SimulationView): string => `${dayText.format(now)} UTC`;

const daysText = (days: number): string => `${days} ${days === 1 ? 'day' : 'days'}`;

const labels: Readonly<Record<PaymentAction, string>> = {
  dispute: 'Dispute it',
  win: 'Bank: dispute won',
  lose: 'Bank: dispute lost',
  refund: `Refund ${moneyText(refundCents)}`,
};

function payment(payment: Payment | undefined): Html {
  if (!payment) return html`<p class="quiet">Nothing was bought for this wallet yet.</p>`;
  const actions = actionsOn(payment).map(
    (action) => html`<button class="button" name="action" value="${action}">${labels[action]}</button>`,
  );
  return html`<p>${standing(payment)}</p>${actions.length > 0 && html`<p class="simulation-actions">${actions}</p>`}`;
}

const disputeText: Readonly<Record<Payment['dispute'], string>> = {
  none: '',
  open: ', disputed by its buyer',
  won: ', disputed and won',
  lost: ', disputed and lost',
};

function standing({ amountCents, refundedCents, dispute }: Payment): string {
  const refunded = refundedCents > 0 ? `, ${moneyText(refundedCents)} refunded` : '';
  return `${moneyText(amountCents)} paid${refunded}${disputeText[dispute]}`;
}

function moneyText(cents: number): string {
  return `$${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}
