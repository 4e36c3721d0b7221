import type { World } from '../world/world.ts';
import { formatDate } from './format-date.ts';
import { formatMoney } from './format-money.ts';
import { type Html, html } from './html.ts';
import { layout } from './layout.ts';
import type { Page } from './page.ts';

interface InvoiceView {
  readonly action: string;
  readonly number: string;
  readonly status: 'draft' | 'open' | 'paid' | 'void';
  /** Unix seconds, as in the lines. */
  readonly created: number;
  readonly amount: number;
  readonly currency: string;
  readonly lines: readonly {
    readonly description: string;
    readonly amount: number;
    readonly start: number;
    readonly end: number;
  }[];
  readonly decline: string | null;
  readonly receipt: string | null;
}

/** An invoice, and the way to pay it while it is open. */
export function invoicePage({ businessName }: Pick<World, 'businessName'>, view: InvoiceView): Page {
  const { amount, currency, created, lines, number, status } = view;
  const body = html`<main class="single">
<article class="panel">
<p class="bank">Invoice <span>${number}</span></p>
<h1>${formatMoney(amount, currency)}</h1>
<p>${status === 'paid' ? 'Paid to' : status === 'void' ? 'Void. Nothing is owed to' : 'Owed to'} ${businessName}</p>
<dl class="facts">
<div><dt>Date</dt><dd>${formatDate(created)}</dd></div>
${lines.map(
  (line) => html`<div>
<dt>${line.description}<br>${formatDate(line.start)} to ${formatDate(line.end)}</dt>
<dd>${formatMoney(line.amount, currency)}</dd>
</div>`,
)}
</dl>
${view.receipt !== null && html`<a class="secondary" href="${view.receipt}">View receipt</a>`}
${status === 'open' && payment(view)}
</article>
</main>`;
  return layout({ title: `Invoice ${number}`, body, framed: false });
}

function payment({ action, amount, currency, decline }: InvoiceView): Html {
  return html`<form method="post" action="${action}">
${decline !== null && html`<p class="decline above" role="alert"><strong>Not paid.</strong> ${decline}</p>`}
<button class="primary" name="outcome" value="paid">Pay ${formatMoney(amount, currency)} by test card</button>
<button class="secondary" name="outcome" value="declined">Try a card that is declined</button>
</form>`;
}
