import '@kopai/elements/define';
import type { Appearance, KopaiProvider } from '@kopai/elements';
import { addWords } from '@kopai/elements';
import { ar } from '@kopai/elements/words/ar';
import { de } from '@kopai/elements/words/de';
import { es } from '@kopai/elements/words/es';
import { ja } from '@kopai/elements/words/ja';
import { mockFetch } from '@kopai/mocks';
import { type LiveWorldName, liveWorlds } from './live-worlds.ts';

export interface Shown {
  readonly world?: LiveWorldName | undefined;
  readonly appearance?: Appearance | undefined;
  readonly locale?: string | undefined;
}

/** Kopai in memory answers what is sent here. Each has its own address: tabs and elements share the balances of one server. */
const newBaseUrl = () => `https://kopai-${Math.random().toString(36).slice(2)}.invalid`;

/** What is bought here is paid a moment later: this long a payer takes to come back, in milliseconds. */
const payingMs = 600;

let hasWords = false;

/**
 * Puts elements into a place of the page, with a Kopai in memory of their own behind them. Whoever pays here has paid: nothing leaves the page.
 *
 * @param markup elements, as a page would write them
 */
export function showLive(
  place: HTMLElement,
  markup: Element[],
  { world: name = 'usual', ...looks }: Shown,
): KopaiProvider {
  if (!hasWords) addWords(ar, de, es, ja);
  hasWords = true;
  const world = liveWorlds[name]();
  const provider = document.createElement('kopai-provider');
  provider.baseUrl = newBaseUrl();
  provider.fetch = mockFetch(world);
  provider.fetchSession = async () => (await world.session?.()) ?? null;
  provider.locale = looks.locale;
  provider.appearance = looks.appearance;
  provider.addEventListener('kopai-topup-redirect', (event) => {
    event.preventDefault();
    setTimeout(() => {
      world.pay(event.topup.id);
      // The page is as it was left; the credits are there.
      provider.replaceChildren(...Array.from(provider.children, (child) => child.cloneNode(true)));
    }, payingMs);
  });
  for (const leaving of ['kopai-connect-redirect', 'kopai-plan-redirect'] as const)
    provider.addEventListener(leaving, (event) => event.preventDefault());
  provider.append(...markup);
  place.replaceChildren(provider);
  return provider;
}

/** An element by its name, with these attributes; `text` stands in it. */
export function elementOf(tag: string, attributes: Readonly<Record<string, string>> = {}, text = ''): HTMLElement {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  element.textContent = text;
  return element;
}
