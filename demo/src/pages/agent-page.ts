import type { Turn } from '../conversations.ts';
import { type Html, html } from '../html/html.ts';
import { icon } from '../html/icon.ts';
import type { Listing } from '../listings.ts';
import { creditsText, nextMessageText } from '../price-text.ts';
import { contextName, mayTopUp, personalContext, type Visitor, walletOf } from '../visitors.ts';
import { agentTile, costBadge } from './agent-tile.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';

/** A conversation with an agent. */
export function agentPage(scene: Scene, listing: Listing, turns: readonly Turn[]): string {
  const { agent, showcase } = listing;
  const { visitor } = scene;
  const main = html`<div class="chat-page">
<section class="chat" aria-label="Conversation with ${agent.name}" data-chat data-agent="${agent.id}"
 data-context="${visitor.context}" data-quote="${listing.quote.token}">
<ol class="turns" data-turns aria-live="polite">
<li class="intro">${agentTile(listing)}<h1>${agent.name}</h1><p>${showcase.tagline}</p></li>
${turns.map(turn)}
</ol>
<div class="dock">
${turns.length === 0 && visitor.persona && starters(showcase.prompts)}
${visitor.persona ? composer(listing, scene) : signInToChat(listing)}
</div>
</section>
${about(listing, visitor)}
</div>
<template data-turn="visitor">${turn({ from: 'visitor', text: '' })}</template>
<template data-turn="agent">${turn({ from: 'agent', text: '', note: ' ' })}</template>
<template data-turn="thinking"><li class="turn agent thinking"><span class="dots" aria-label="${agent.name} is answering"><i></i><i></i><i></i></span></li></template>`;
  return layout(scene, { title: agent.name, script: 'agent', styles: 'agent', main });
}

const turn = ({ from, text, note }: Turn): Html =>
  html`<li class="turn ${from}"><p class="text">${text}</p>${note && html`<p class="note">${note}</p>`}</li>`;

const starters = (prompts: readonly string[]): Html =>
  html`<ul class="starters" data-starters>${prompts.map((prompt) => html`<li><button type="button" class="starter">${prompt}</button></li>`)}</ul>`;

function composer({ agent, quote }: Listing, scene: Scene): Html {
  const { visitor } = scene;
  return html`<form class="composer" data-composer>
<label class="hidden-label" for="text">Message to ${agent.name}</label>
<textarea id="text" name="text" rows="1" maxlength="4000" required placeholder="Message ${agent.name}"></textarea>
<button class="send" aria-label="Send">${icon('arrow-up')}</button>
</form>
<p class="terms" data-terms>${nextMessageText(quote, visitor.context)}</p>
${offer(scene)}`;
}

/** Stands in for the composer when the credits don't reach. */
function offer({ visitor, path }: Scene): Html {
  const wallet = contextName(visitor.context);
  const remedy =
    visitor.persona && mayTopUp(visitor.persona, visitor.context)
      ? html`<kopai-topup wallet="${walletOf(visitor)}"></kopai-topup>`
      : html`<form class="remedy" method="post" action="/context"><input type="hidden" name="back" value="${path}">
<p>Ask an owner of ${wallet} to top up or to raise your budget, or pay for this message yourself.</p>
<button class="button" name="context" value="${personalContext}">Use personal credits</button></form>`;
  return html`<section class="offer" data-offer hidden aria-labelledby="offer-title">
<header><div><h2 id="offer-title" tabindex="-1" data-budget-title="Your ${wallet} budget does not reach">Not enough ${visitor.context === personalContext ? 'personal' : wallet} credits</h2><p data-offer-why></p></div>
<button class="icon-button" type="button" data-offer-close aria-label="Back to the message">${icon('x-mark')}</button></header>
${remedy}
</section>`;
}

function signInToChat({ quote }: Listing): Html {
  const { included } = quote.freeMessages;
  const free = included === 1 ? 'The first one is free.' : `The first ${included} are free.`;
  return html`<div class="signed-out"><p><strong>Sign in to send a message.</strong> ${included > 0 && free}</p>
<button class="button primary" type="button" popovertarget="people">Sign in</button></div>`;
}

function about(listing: Listing, visitor: Visitor): Html {
  const { agent, modelName, publisher, showcase, quote } = listing;
  const facts: [string, string | Html][] = [
    ['Publisher', publisher],
    ['Model', modelName],
    ['Category', showcase.category],
    ['Runtime', creditsText(quote.infra)],
    ['Publisher add-on', quote.addOn === 0n ? 'None' : creditsText(quote.addOn)],
    ['Free messages', quote.freeMessages.included === 0 ? 'None' : `${quote.freeMessages.included} per person`],
    ...(visitor.persona ? [['Paid by', contextName(visitor.context)] as [string, string]] : []),
  ];
  return html`<aside class="about" aria-label="About ${agent.name}">
<a class="back" href="/">${icon('arrow-left')}Marketplace</a>
<div class="about-head">${agentTile(listing)}<div><p class="about-name">${agent.name}</p><p class="quiet">${publisher}</p></div></div>
<p class="about-price">${costBadge(listing, visitor)}</p>
<dl class="facts">${facts.map(([name, value]) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`)}</dl>
</aside>`;
}
