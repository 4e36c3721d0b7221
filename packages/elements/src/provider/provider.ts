import { ContextProvider } from '@lit/context';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import { KopaiPage } from '../page/kopai-page.ts';
import { pageContext } from '../page/page-context.ts';
import type { FetchSession } from '../page/settings.ts';
import { providerStyles } from './provider.styles.ts';

/**
 * Tells the elements inside it where the Kopai server is and who is signed in. A page with one server can call `configureKopai` instead.
 *
 * @element kopai-provider
 * @attr {string} base-url - Where the Kopai server is; the page's own origin by default.
 * @attr {string} locale - For numbers and dates, as a BCP 47 tag; the page's `lang` by default.
 * @prop {FetchSession} fetchSession - Asks the page's backend for a session; a property, never an attribute. Setting another one starts
 *   the elements anew, as after signing in.
 * @prop {typeof fetch} fetch - What sends requests.
 * @slot - The elements, and anything around them.
 */
export class KopaiProvider extends LitElement {
  static override styles = providerStyles;

  static override properties = {
    baseUrl: { attribute: 'base-url' },
    locale: { type: String },
    fetchSession: { attribute: false },
    fetch: { attribute: false },
  };

  declare baseUrl: string | undefined;
  declare locale: string | undefined;
  declare fetchSession: FetchSession | undefined;
  declare fetch: typeof globalThis.fetch | undefined;
  readonly #provided = new ContextProvider(this, { context: pageContext, initialValue: undefined });

  protected override willUpdate(_changed: PropertyValues): void {
    const { baseUrl, locale, fetchSession, fetch } = this;
    this.#provided.setValue(new KopaiPage({ baseUrl, locale, fetchSession, fetch }));
  }

  protected override render(): TemplateResult {
    return html`<slot></slot>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-provider': KopaiProvider;
  }
}
