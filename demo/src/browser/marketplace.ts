import './site.ts';
import '@kopai/elements/cost-badge';
import { parseCredits } from '@kopai/contracts/amount';

/** The marketplace page: narrows the cards down to what the filters say. */

const form = document.querySelector<HTMLFormElement>('[data-filters]');
const nothing = document.querySelector<HTMLElement>('[data-nothing]');
const shelves = [...document.querySelectorAll<HTMLElement>('[data-shelf]')];

form?.addEventListener('input', narrow);
form?.addEventListener('submit', (event) => event.preventDefault());
document.querySelector('[data-clear]')?.addEventListener('click', () => {
  form?.reset();
  narrow();
});
// A browser that comes back to the page has filled in what was chosen before.
narrow();

function narrow(): void {
  if (!form) return;
  const chosen = new FormData(form);
  const read = (name: string) => String(chosen.get(name) ?? '');
  const words = read('words').toLowerCase().split(/\s+/).filter(Boolean);
  const wanted = { words, category: read('category'), model: read('model'), price: read('price') };
  let shown = 0;
  for (const shelf of shelves) {
    const cards = [...shelf.querySelectorAll<HTMLElement>('.card')];
    for (const card of cards) card.hidden = !fits(card.dataset, wanted);
    const left = cards.filter((card) => !card.hidden).length;
    const count = shelf.querySelector('[data-count]');
    if (count) count.textContent = String(left);
    shelf.hidden = left === 0;
    shown += left;
  }
  if (nothing) nothing.hidden = shown > 0;
}

interface Wanted {
  readonly words: readonly string[];
  readonly category: string;
  readonly model: string;
  /** Empty, `free`, or the most a message may cost in credits. */
  readonly price: string;
}

function fits(card: DOMStringMap, { words, category, model, price }: Wanted): boolean {
  if (category && card.category !== category) return false;
  if (model && card.model !== model) return false;
  if (price === 'free' && Number(card.free) === 0) return false;
  if (price && price !== 'free' && parseCredits(card.price ?? '0') > parseCredits(price)) return false;
  return words.every((word) => card.words?.includes(word));
}
