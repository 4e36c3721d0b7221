import { splitAddOn } from '@kopai/contracts/price';
import { formatCredits } from '@kopai/sdk';
import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { creditsText } from '../price-text.ts';
import type { Published, RefusedPricing } from '../publishing.ts';
import { orgName } from '../visitors.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';
import { agentsPath, settingsFrame } from './settings-frame.ts';

/** Org -> Agents: what an organization publishes, and the part of each price that is its own to set. */
export function publishingPage(
  scene: Scene,
  orgId: string,
  agents: readonly Published[],
  { saved, refused }: { saved?: string | undefined; refused?: RefusedPricing | undefined } = {},
): string {
  const title = `${orgName(orgId)} agents`;
  const rows = agents.map((published) => row(orgId, published, { saved, refused }));
  const main = settingsFrame(scene, {
    title,
    lead: `What a message costs is its runtime and your add-on. Of each add-on ${orgName(orgId)} earns 70 %.`,
    body: html`<ul class="published">${rows}</ul>`,
    orgId,
  });
  return layout(scene, { title, script: 'site', styles: 'settings', main });
}

function row(
  orgId: string,
  { agent, modelName, showcase }: Published,
  { saved, refused }: { saved?: string | undefined; refused?: RefusedPricing | undefined },
): Html {
  const fault = refused?.agentId === agent.id ? refused : undefined;
  const isPublic = agent.visibility === 'public';
  const faultId = `fault-${agent.id}`;
  const describedBy = fault && html` aria-invalid="true" aria-describedby="${faultId}"`;
  return html`<li class="panel publication" id="${agent.id}">
<div class="publication-head"><span class="tile tint-${showcase.category.toLowerCase()}">${icon(showcase.icon)}</span>
<div><h2><a href="/agents/${agent.id}">${agent.name}</a></h2>
<p class="quiet">${modelName} · ${isPublic ? 'On the marketplace' : `Private to ${orgName(orgId)}`}</p></div></div>
<p class="publication-price"><strong>${creditsText(agent.total)}</strong> <span class="quiet">a message · ${earnedText(agent.addOn, isPublic)}</span></p>
<form class="pricing" method="post" action="${agentsPath(orgId)}/${agent.id}/pricing">
<span class="field"><span class="field-name">Runtime</span><output>${formatCredits(agent.infra)}</output></span>
${isPublic && html`<label class="field"><span class="field-name">Add-on</span><input name="addOn" inputmode="decimal" autocomplete="off" required value="${fault?.typed.addOn ?? formatCredits(agent.addOn)}"${describedBy}></label>`}
<label class="field"><span class="field-name">Free messages</span><input name="freeMessages" inputmode="numeric" autocomplete="off" required value="${fault?.typed.freeMessages ?? agent.freeMessages}"${describedBy}></label>
<button class="button">Save</button>
</form>
${fault && html`<p class="fault" id="${faultId}" role="alert">${fault.reason}</p>`}
${saved === agent.id && !fault && html`<p class="saved" role="status">${icon('check')}Saved. New messages cost this; prices already shown are kept to.</p>`}
</li>`;
}

function earnedText(addOn: bigint, isPublic: boolean): string {
  if (!isPublic) return 'no add-on while private';
  if (addOn === 0n) return 'no add-on';
  return `you earn ${formatCredits(splitAddOn(addOn).creator)}`;
}
