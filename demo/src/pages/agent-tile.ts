import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import type { Listing } from '../listings.ts';
import { freeText, priceText } from '../price-text.ts';
import { type Visitor, walletOf } from '../visitors.ts';

/** The picture of an agent: its icon on its category's tint. */
export const agentTile = ({ showcase }: Listing): Html =>
  html`<span class="tile tint-${showcase.category.toLowerCase()}">${icon(showcase.icon)}</span>`;

/** The price of a message. Its text is right by itself; the element makes it live. */
export function costBadge({ agent, quote }: Listing, visitor: Visitor): Html {
  const free = freeText(quote);
  const wallet = visitor.persona && html` wallet="${walletOf(visitor)}"`;
  return html`<kopai-cost-badge agent="${agent.id}"${wallet} details>${priceText(quote)}${free && ` · ${free}`}</kopai-cost-badge>`;
}
