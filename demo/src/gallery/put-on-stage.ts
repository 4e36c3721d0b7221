import type { KopaiProvider, Theme } from '@kopai/elements';
import { house, ink, lagoon, paper } from '@kopai/elements/themes';
import { mockFetch, seededNowMs } from '@kopai/mocks';
import { simulatedCheckout } from './simulated-checkout.ts';
import type { GalleryState } from './state.ts';
import type { GalleryView } from './view.ts';

const themes: Readonly<Record<GalleryView['theme'], Theme>> = { house, ink, paper, lagoon };

/** How long the thing that a reader presses may take to be there, in milliseconds. */
const patienceMs = 10_000;

/**
 * Draws a state, in a world that was made for it alone. The elements may be defined before or after.
 *
 * @returns what was put there, once everything was pressed that the state says
 */
export async function putOnStage(stage: Element, state: GalleryState, view: GalleryView): Promise<HTMLElement> {
  const world = state.world({ seed: state.id, nowMs: () => seededNowMs });
  if (view.delay !== '0') world.delay(Number(view.delay));
  returnFrom(state.returned?.(world));
  const provider: Partial<KopaiProvider> & HTMLElement = document.createElement('kopai-provider');
  provider.baseUrl = 'https://kopai.invalid';
  provider.fetch = mockFetch(world);
  provider.fetchSession = async () => (await world.session?.()) ?? null;
  provider.locale = view.lang;
  provider.stripeKey = 'pk_test_gallery';
  provider.loadStripe = simulatedCheckout;
  provider.appearance = { theme: themes[view.theme] };
  const element = document.createElement(state.element);
  for (const [name, value] of Object.entries(state.attributes ?? {})) element.setAttribute(name, value);
  if (state.fallback) element.textContent = state.fallback;
  provider.append(element);
  stage.replaceChildren(provider);
  for (const selector of state.presses ?? []) (await within(element, selector)).click();
  return element;
}

/** Has the page's URL say that the payer has come back from this top-up, or from none. */
function returnFrom(topupId: string | undefined): void {
  const url = new URL(location.href);
  if (topupId) url.searchParams.set('kopai_topup', topupId);
  else url.searchParams.delete('kopai_topup');
  history.replaceState(null, '', url);
}

async function within(element: Element, selector: string): Promise<HTMLElement> {
  for (let waitedMs = 0; waitedMs < patienceMs; waitedMs += 20) {
    const found = element.shadowRoot?.querySelector<HTMLElement>(selector);
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
  throw new Error(`there is no ${selector} in <${element.localName}>`);
}
