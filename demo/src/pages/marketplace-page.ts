import { formatCredits } from '@kopai/sdk';
import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import type { Listing } from '../listings.ts';
import { categories } from '../showcase/showcase.ts';
import { orgName } from '../visitors.ts';
import { agentTile, costBadge } from './agent-tile.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';

/** What the price filter offers: a name, and the most a message may cost in credits. */
const priceBounds: readonly (readonly [label: string, most: string])[] = [
  ['Up to 0.1 credits', '0.1'],
  ['Up to 0.5 credits', '0.5'],
  ['Up to 2 credits', '2'],
];

/** All agents that the visitor may use, with their prices. */
export function marketplacePage(scene: Scene, listings: readonly Listing[]): string {
  const open = listings.filter(({ agent }) => agent.visibility === 'public');
  const own = Map.groupBy(
    listings.filter(({ agent }) => agent.visibility === 'private'),
    ({ agent }) => agent.orgId,
  );
  const main = html`<div class="wide">
<div class="page-head"><h1>Marketplace</h1>
<p>${open.length} agents, paid by the message. The price on the card is the price you pay.</p></div>
${filters(listings)}
${[...own].map(([orgId, agents]) => shelf(scene, `Private to ${orgName(orgId)}`, agents))}
${shelf(scene, 'All agents', open)}
<div class="nothing" data-nothing hidden><p><strong>No agent matches</strong></p>
<p>Try another word, or take a filter away.</p><button class="button" type="button" data-clear>Clear filters</button></div>
</div>`;
  return layout(scene, { title: 'Marketplace', script: 'marketplace', styles: 'marketplace', main });
}

function filters(listings: readonly Listing[]): Html {
  const models = [...new Set(listings.map(({ modelName }) => modelName))].sort();
  return html`<form class="filters" role="search" data-filters>
<label class="search">${icon('magnifying-glass')}<span class="hidden-label">Search agents</span>
<input type="search" name="words" placeholder="Search agents" autocomplete="off" spellcheck="false"></label>
<div class="selects">
<label class="select"><span class="hidden-label">Model</span><select name="model"><option value="">Any model</option>
${models.map((model) => html`<option>${model}</option>`)}</select>${icon('chevron-down')}</label>
<label class="select"><span class="hidden-label">Price</span><select name="price"><option value="">Any price</option>
<option value="free">With free messages</option>
${priceBounds.map(([label, most]) => html`<option value="${most}">${label}</option>`)}</select>${icon('chevron-down')}</label>
</div>
<fieldset class="chips"><legend class="hidden-label">Category</legend>
${chip('', 'All', true)}${categories.map((category) => chip(category, category, false))}</fieldset>
</form>`;
}

const chip = (value: string, label: string, checked: boolean): Html =>
  html`<label class="chip"><input type="radio" name="category" value="${value}"${checked && html` checked`}><span>${label}</span></label>`;

function shelf(scene: Scene, heading: string, listings: readonly Listing[]): Html {
  return html`<section class="shelf" data-shelf>
<h2>${heading} <span class="count" data-count>${listings.length}</span></h2>
<ul class="cards">${listings.map((listing) => card(scene, listing))}</ul>
</section>`;
}

function card({ visitor }: Scene, listing: Listing): Html {
  const { agent, quote, modelName, publisher, showcase } = listing;
  const words = [agent.name, publisher, modelName, showcase.category, showcase.tagline].join(' ').toLowerCase();
  return html`<li class="card" data-words="${words}" data-category="${showcase.category}" data-model="${modelName}"
 data-price="${formatCredits(quote.total)}" data-free="${quote.freeMessages.included}">
<div class="card-head">${agentTile(listing)}
<div class="card-name"><h3><a href="/agents/${agent.id}">${agent.name}</a></h3><p>${publisher} · ${modelName}</p></div>
${agent.visibility === 'private' && html`<span class="lock" title="Private">${icon('lock-closed')}</span>`}</div>
<p class="tagline">${showcase.tagline}</p>
<div class="card-foot">${costBadge(listing, visitor)}</div>
</li>`;
}
