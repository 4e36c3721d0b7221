import type { Transaction } from '@kopai/sdk';
import { html, nothing, svg, type TemplateResult } from 'lit';
import { creditsText, signed } from '../page/amount-text.ts';
import { instantText } from '../page/date-text.ts';
import { webUrl } from '../page/web-url.ts';
import { transactionsWords } from '../words/transactions-words.ts';
import { walletWords } from '../words/wallet-words.ts';

export interface ActivityViewOptions {
  readonly rows: readonly Transaction[];
  readonly locale: string;
  /** Shown for an organization: who sent the message. */
  readonly memberName: ((userId: string) => string) | undefined;
}

/**
 * The history as a table. It is laid out as a grid so that it folds on a phone, and a table that isn't laid out as one is no table to
 * some screen readers: so the roles are said.
 */
export function activityView({ rows, locale, memberName }: ActivityViewOptions): TemplateResult {
  const words = transactionsWords(locale);
  const heads = [words.description, ...(memberName ? [words.member] : [])];
  const unit = walletWords(locale).unit(2);
  return html`<table role="table" aria-label=${words.title} class=${memberName ? 'members' : ''} part="table">
    <thead role="rowgroup">
      <tr role="row">
        ${heads.map((head) => html`<th role="columnheader" scope="col">${head}</th>`)}
        ${[words.amount, words.balance].map((head) => html`<th role="columnheader" scope="col">${head}<span class="hidden"> (${unit})</span></th>`)}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map((row) => rowView(row, locale, memberName))}
    </tbody>
  </table>`;
}

/** A line. Its amounts are left to right in every script: a sign on the other side would be another sign. */
function rowView(row: Transaction, locale: string, memberName: ActivityViewOptions['memberName']): TemplateResult {
  const words = transactionsWords(locale);
  const sign = row.amount > 0n ? 'in' : row.amount < 0n ? 'out' : 'none';
  return html`<tr role="row" part="row">
    <td role="cell" class="what">
      <span class="glyph ${sign}">${glyphOf(row)}</span>
      <span class="said">
        <span class="name">${row.agentName ?? row.agentId ?? words.kinds[row.kind]}</span>
        <span class="quiet">${aboutOf(row, locale).map((part, index) => html`${index > 0 ? ' · ' : nothing}${part}`)}${receiptOf(row, words.receipt)}</span>
      </span>
    </td>
    ${memberName ? html`<td role="cell" class="who quiet">${row.userId ? memberName(row.userId) : ''}</td>` : nothing}
    <td role="cell" class="amount ${sign}"><bdi dir="ltr">${creditsText(row.amount, locale, signed)}</bdi></td>
    <td role="cell" class="after quiet"><bdi dir="ltr">${creditsText(row.balanceAfter, locale)}</bdi></td>
  </tr>`;
}

/** The line below the title: what it was, when, and what the price was made of. */
function aboutOf(row: Transaction, locale: string): (string | TemplateResult)[] {
  const { kind, agentId, earnings, reason, parts, createdAt } = row;
  const words = transactionsWords(locale);
  const about: (string | TemplateResult)[] = [
    html`<time datetime=${createdAt}>${instantText(createdAt, locale)}</time>`,
  ];
  const paid = kind === 'charge';
  if (agentId !== null && !paid) about.unshift(words.kinds[kind]);
  // Earnings are no credits to spend: they are said beside the amount, which is 0 then.
  if (earnings !== null) about.push(words.earnings(creditsText(earnings, locale, signed)));
  if (reason !== null) about.push(reason);
  if (paid && parts && parts.addOn > 0n) {
    const text = words.parts(creditsText(parts.infra, locale), creditsText(parts.addOn, locale));
    about.push(html`<span class="whole">${text}</span>`);
  }
  return about;
}

/** Where the payer finds what Stripe wrote down about a payment. */
function receiptOf({ receiptUrl }: Transaction, name: string): TemplateResult | typeof nothing {
  const url = webUrl(receiptUrl);
  return url ? html` · <a class="receipt" href=${url} target="_blank" rel="noopener">${name}</a>` : nothing;
}

const paths = {
  in: 'M8 3v10m0 0 4-4m-4 4L4 9',
  message: 'M3 4.5h10v6.5H7.5L5 13.2V11H3z',
  held: 'M8 4.8V8l2.2 1.6M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12',
  out: 'M8 13V3m0 0L4 7m4-4 4 4',
};

function glyphOf({ kind, amount }: Transaction): TemplateResult {
  const message = kind === 'charge' || kind === 'free_message' || kind === 'capture';
  const path =
    kind === 'hold' ? paths.held : message ? paths.message : amount < 0n || kind === 'payout' ? paths.out : paths.in;
  return html`<svg viewBox="0 0 16 16" aria-hidden="true">${svg`<path d=${path} />`}</svg>`;
}
