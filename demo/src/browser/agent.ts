import './site.ts';
import '@kopai/elements/cost-badge';
import '@kopai/elements/topup';
import { Chat } from './chat.ts';
import { Offer } from './offer.ts';

/** The page of an agent: finds its parts and has them work together. Signed out there is no composer, and nothing to do. */

const find = <T extends HTMLElement>(selector: string) => document.querySelector<T>(selector);

const root = find('[data-chat]');
const turns = find('[data-turns]');
const form = find<HTMLFormElement>('[data-composer]');
const field = form?.querySelector('textarea');
const terms = find('[data-terms]');
const panel = find('[data-offer]');

if (root && turns && form && field && terms && panel) {
  const offer = new Offer(panel, [form, terms]);
  const badge = document.querySelector<HTMLElementTagNameMap['kopai-cost-badge']>('.about kopai-cost-badge');
  const chat = new Chat({ root, turns, form, field, terms, offer, shownQuote: () => badge?.quote?.token });
  const starters = find('[data-starters]');
  starters?.addEventListener('click', (event) => {
    if (!(event.target instanceof HTMLButtonElement)) return;
    starters.hidden = true;
    void chat.send(event.target.textContent);
  });
  form.addEventListener('submit', () => starters?.remove());
  panel.addEventListener('kopai-topup-success', () => void chat.resume());
  // Back from paying: the top-up says how it went.
  if (new URL(location.href).searchParams.has('kopai_topup')) offer.open('');
  // From here on Enter sends; before, it is a new line in the field.
  form.dataset.ready = '';
}
