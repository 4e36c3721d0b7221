import { formatCredits } from '@kopai/sdk';
import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import { contextName, orgName, personalContext, personas, signedOut } from '../visitors.ts';
import type { Scene } from './scene.ts';

/** Where the wallet of a context is shown. */
export const walletPath = (context: string): string =>
  context === personalContext ? '/settings/billing' : `/orgs/${context}/wallet`;

/** The balance that pays for the next message, kept live by the page's script. */
export function balancePill({ visitor, wallet }: Scene): Html {
  const available = formatCredits(wallet?.available ?? 0n);
  return html`<a class="pill" href="${walletPath(visitor.context)}" title="${contextName(visitor.context)} balance">
<span class="pulse" aria-hidden="true"></span><span data-balance>${available}</span> <span class="unit">credits</span></a>`;
}

/** Switches which wallet pays. */
export function contextMenu({ visitor, path }: Scene): Html {
  const contexts = [personalContext, ...(visitor.persona?.orgs ?? []).map(({ id }) => id)];
  const choices = contexts.map((context) => {
    const role = visitor.persona?.orgs.find(({ id }) => id === context)?.role;
    return choice({
      name: 'context',
      value: context,
      chosen: context === visitor.context,
      face: context === personalContext ? icon('user') : icon('building-office-2'),
      label: contextName(context),
      hint: role ? `Paid by ${orgName(context)}, you are ${role}` : 'Paid by you',
    });
  });
  return html`<button class="switch" type="button" popovertarget="contexts" aria-label="Pay as ${contextName(visitor.context)}">
${visitor.context === personalContext ? icon('user') : icon('building-office-2')}<span>${contextName(visitor.context)}</span>${icon('chevron-up-down')}</button>
${menu({ id: 'contexts', action: '/context', heading: 'Messages are paid by', back: path, choices })}`;
}

/** Switches who is signed in. */
export function personaMenu({ visitor, path }: Scene): Html {
  const { persona } = visitor;
  const people = personas.map(({ id, name, initials, orgs }) =>
    choice({
      name: 'persona',
      value: id,
      chosen: id === persona?.id,
      face: html`<span class="face face-${id}" aria-hidden="true">${initials}</span>`,
      label: name,
      hint: orgs.map((org) => `${org.role} of ${orgName(org.id)}`).join(', '),
    }),
  );
  const leave = choice({
    name: 'persona',
    value: signedOut,
    chosen: persona === undefined,
    face: icon('arrow-right-start-on-rectangle'),
    label: persona ? 'Sign out' : 'Signed out',
    hint: 'Prices without a wallet',
  });
  const button = persona
    ? html`<button class="avatar" type="button" popovertarget="people"><span class="face face-${persona.id}">${persona.initials}</span><span class="hidden-label">${persona.name}, account menu</span></button>`
    : html`<button class="button primary" type="button" popovertarget="people">Sign in</button>`;
  return html`${button}${menu({ id: 'people', action: '/persona', heading: 'Use the demo as', back: path, choices: [...people, leave] })}`;
}

interface Choice {
  readonly name: string;
  readonly value: string;
  readonly chosen: boolean;
  readonly face: Html;
  readonly label: string;
  readonly hint: string;
}

function choice({ name, value, chosen, face, label, hint }: Choice): Html {
  return html`<button class="choice" name="${name}" value="${value}"${chosen && html` aria-current="true"`}>
<span class="choice-face">${face}</span><span class="choice-text"><strong>${label}</strong><small>${hint}</small></span>${chosen && icon('check')}</button>`;
}

interface Menu {
  readonly id: string;
  readonly action: string;
  readonly heading: string;
  readonly back: string;
  readonly choices: readonly Html[];
}

/** A plain form in a popover: opens, closes and works without a script. */
function menu({ id, action, heading, back, choices }: Menu): Html {
  return html`<form class="menu" id="${id}" popover method="post" action="${action}">
<p class="menu-heading">${heading}</p><input type="hidden" name="back" value="${back}">${choices}</form>`;
}
