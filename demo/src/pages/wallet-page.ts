import { type Html, html } from '../html/html.ts';
import { mayTopUp, memberNames, orgName, personalContext, roleIn } from '../visitors.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';
import { settingsFrame } from './settings-frame.ts';

/** Settings -> Billing for a person, Org -> Wallet for an organization: the same element, another wallet. */
export function walletPage(scene: Scene, context: string): string {
  const personal = context === personalContext;
  const title = personal ? 'Billing' : `${orgName(context)} wallet`;
  const main = settingsFrame(scene, {
    title,
    lead: lead(scene, context),
    body: body(scene, context),
    ...(!personal && { orgId: context }),
  });
  return layout(scene, { title, script: 'wallet', styles: 'settings', main });
}

function lead({ visitor }: Scene, context: string): string {
  if (context === personalContext) return 'Credits for your own messages. They stay yours when you work for a team.';
  const role = visitor.persona && roleIn(visitor.persona, context);
  const team = orgName(context);
  if (role === 'member') return `Credits that ${team} shares with its members. Owners and admins top it up.`;
  return `Credits for messages that members send for ${team}, and what its agents earn.`;
}

function body({ visitor, stripeJs }: Scene, context: string): Html {
  const { persona } = visitor;
  if (persona && context !== personalContext && !roleIn(persona, context)) {
    return html`<p class="panel">${persona.name} does not belong to ${orgName(context)}.</p>`;
  }
  const wallet = context === personalContext ? 'me' : `org:${context}`;
  const spendsOnly = persona && !mayTopUp(persona, context) && html` no-topup`;
  const members = context !== personalContext && html` data-members="${JSON.stringify(memberNames(context))}"`;
  const inPage = stripeJs !== undefined && html` ui-mode="embedded"`;
  return html`<kopai-wallet wallet="${wallet}"${inPage}${spendsOnly}${members}></kopai-wallet>`;
}
