import { addWords } from '../words/languages.ts';
import { fetchQuotes } from './fetch-quotes.ts';
import { PageSession } from './page-session.ts';
import { PriceStore } from './price-store.ts';
import type { KopaiSettings } from './settings.ts';

/**
 * What the elements of a page have in common: where the server is, who is signed in, and the prices. Its settings never change; other
 * settings are another `KopaiPage`, which the elements are then given instead.
 */
export class KopaiPage {
  readonly baseUrl: string;
  readonly fetch: typeof globalThis.fetch;
  readonly session: PageSession;
  readonly prices: PriceStore;
  /** What Stripe's checkout inside the page is loaded with. */
  readonly stripe: Pick<KopaiSettings, 'stripePublishableKey' | 'loadStripe'>;
  /** What the page was set up with; without it an element speaks the language of what it stands in. */
  readonly locale: string | undefined;

  constructor(settings: KopaiSettings = {}) {
    this.baseUrl = String(settings.baseUrl ?? location.origin).replace(/\/+$/, '');
    // Looked up when it is called, so that one that is patched later is still used.
    this.fetch = settings.fetch ?? ((input, init) => globalThis.fetch(input, init));
    this.session = new PageSession(settings.fetchSession);
    this.prices = new PriceStore((agentIds, wallet) => fetchQuotes(this, agentIds, wallet));
    this.locale = settings.locale;
    this.stripe = settings;
    addWords(...(settings.words ?? []));
  }
}
