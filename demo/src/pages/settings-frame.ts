import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { orgName, personalContext, runsOrg } from '../visitors.ts';
import { walletPath } from './account-menus.ts';
import type { Scene } from './scene.ts';

/** Where an organization sees to its agents and their prices. */
export const agentsPath = (orgId: string): string => `/orgs/${orgId}/agents`;

export const knowledgePath = '/settings/knowledge';

/** A page of the settings: what there is to see to beside it, for the visitor and for their organizations. */
export function settingsFrame(
  scene: Scene,
  { title, lead, body, orgId }: { title: string; lead: string; body: Html; orgId?: string },
): Html {
  const { persona } = scene.visitor;
  const own = (persona?.orgs ?? []).map(({ id }) => id);
  const orgIds = [...new Set([...own, ...(orgId === undefined ? [] : [orgId])])];
  const link = (name: string, label: string, owner: string, path: string): Html =>
    html`<a href="${path}"${path === scene.path && html` aria-current="page"`}>${icon(name)}<span>${label}</span><small>${owner}</small></a>`;
  return html`<div class="settings">
<nav class="side" aria-label="Settings">${link('user', 'Billing', 'You', walletPath(personalContext))}
${persona && link('document-text', 'Knowledge', 'You', knowledgePath)}
${orgIds.flatMap((id) => [
  link('building-office-2', 'Wallet', orgName(id), walletPath(id)),
  ...(runsOrg(persona, id) ? [link('tag', 'Agents', orgName(id), agentsPath(id))] : []),
])}</nav>
<div class="settings-body">
<div class="page-head"><h1>${title}</h1><p>${lead}</p></div>
${body}
</div></div>`;
}
