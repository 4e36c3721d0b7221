import type { Entitlements } from '@kopai/sdk';
import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { type KnowledgeFile, sizeText } from '../knowledge.ts';
import { personalContext } from '../visitors.ts';
import { walletPath } from './account-menus.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';
import { knowledgePath, settingsFrame } from './settings-frame.ts';

/** Settings -> Knowledge: files within what the plan allows. Signed out there is nothing to keep. */
export function knowledgePage(
  scene: Scene,
  files: readonly KnowledgeFile[],
  entitlements: Pick<Entitlements, 'planId' | 'features'> | undefined,
): string {
  const body = entitlements
    ? html`<section class="panel knowledge" data-knowledge>
<p class="allowance"><span>${allowanceText(entitlements, files.length)}</span>${entitlements.planId === 'free' && upgradeLink}</p>
${files.length > 0 && html`<ul class="files">${files.map(row)}</ul>`}
<label class="upload">${icon('document-arrow-up')}<span><strong>Add a PDF</strong><small class="quiet">Its name and size are kept, its content is not: the agents here are canned.</small></span>
<input type="file" accept="application/pdf,.pdf" data-upload></label>
<p class="fault" role="alert" data-fault hidden><span data-fault-text></span> <a href="${walletPath(personalContext)}" data-fault-upgrade hidden>Upgrade to Pro</a></p>
</section>`
    : html`<p class="panel">Sign in to keep files.</p>`;
  const main = settingsFrame(scene, {
    title: 'Knowledge base',
    lead: 'Files that agents look things up in before they answer you.',
    body,
  });
  return layout(scene, { title: 'Knowledge base', script: 'knowledge', styles: 'settings', main });
}

const upgradeLink = html`<a class="button" href="${walletPath(personalContext)}">See plans</a>`;

function row({ name, bytes }: KnowledgeFile, place: number): Html {
  return html`<li>${icon('document-text')}<span class="file-name">${name}</span><span class="quiet">${sizeText(bytes)}</span>
<form method="post" action="${knowledgePath}/remove"><button class="icon-button" name="place" value="${place}" aria-label="Remove ${name}">${icon('x-mark')}</button></form></li>`;
}

function allowanceText({ features, planId }: Pick<Entitlements, 'planId' | 'features'>, used: number): string {
  const rule = features.knowledgeBasePdf;
  const plan = planId === 'free' ? 'Free' : 'Pro';
  if (rule === true) return `${used} ${used === 1 ? 'file' : 'files'}. ${plan} holds as many as you like.`;
  if (!rule) return `${plan} has no knowledge base.`;
  return `${used} of ${rule.quantity} ${rule.quantity === 1 ? 'file' : 'files'}, up to ${sizeText(rule.bytes)} each, on ${plan}.`;
}
