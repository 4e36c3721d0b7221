import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { mayTopUp, memberNames, orgName, personalContext, roleIn } from '../visitors.ts';
import { walletPath } from './account-menus.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';

/** Settings -> Billing for a person, Org -> Wallet for an organization: the same element, another wallet. */
export function walletPage(scene: Scene, context: string): string {
  const personal = context === personalContext;
  const title = personal ? 'Billing' : `${orgName(context)} wallet`;
  const own = (scene.visitor.persona?.orgs ?? []).map(({ id }) => id);
  const orgIds = [...new Set([...own, ...(personal ? [] : [context])])];
  const main = html`<div class="settings">
<nav class="side" aria-label="Wallets">${sideLink('user', 'Billing', 'You', personalContext, context)}
${orgIds.map((id) => sideLink('building-office-2', 'Wallet', orgName(id), id, context))}</nav>
<div class="settings-body">
<div class="page-head"><h1>${title}</h1><p>${lead(scene, context)}</p></div>
${body(scene, context)}
</div></div>`;
  return layout(scene, { title, script: 'wallet', main });
}

function sideLink(name: string, label: string, owner: string, target: string, current: string): Html {
  return html`<a href="${walletPath(target)}"${target === current && html` aria-current="page"`}>${icon(name)}<span>${label}</span><small>${owner}</small></a>`;
}

function lead({ visitor }: Scene, context: string): string {
  if (context === personalContext) return 'Credits for your own messages. They stay yours when you work for a team.';
  const role = visitor.persona && roleIn(visitor.persona, context);
  const team = orgName(context);
  if (role === 'member') return `Credits that ${team} shares with its members. Owners and admins top it up.`;
  return `Credits for messages that members send for ${team}.`;
}

function body({ visitor }: Scene, context: string): Html {
  const { persona } = visitor;
  if (persona && context !== personalContext && !roleIn(persona, context)) {
    return html`<p class="panel">${persona.name} does not belong to ${orgName(context)}.</p>`;
  }
  const wallet = context === personalContext ? 'me' : `org:${context}`;
  const spendsOnly = persona && !mayTopUp(persona, context) && html` no-topup`;
  const members = context !== personalContext && html` data-members="${JSON.stringify(memberNames(context))}"`;
  return html`<kopai-wallet wallet="${wallet}"${spendsOnly}${members}></kopai-wallet>`;
}
