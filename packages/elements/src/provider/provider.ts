import { ContextProvider } from '@lit/context';
import { html, LitElement, type PropertyValues, type TemplateResult } from 'lit';
import type { Appearance } from '../appearance/appearance.ts';
import { drawAppearance } from '../appearance/draw-appearance.ts';
import type { LoadStripe } from '../embedded-checkout/load-stripe.ts';
import { KopaiPage } from '../page/kopai-page.ts';
import { pageContext } from '../page/page-context.ts';
import type { FetchSession } from '../page/settings.ts';
import { providerStyles } from './provider.styles.ts';

/**
 * Tells the elements inside it where the Kopai server is and who is signed in. A page with one server can call `configureKopai` instead.
 *
 * @element kopai-provider
 * @attr {string} base-url - Where the Kopai server is; the page's own origin by default.
 * @attr {string} locale - What the elements speak, as a BCP 47 tag; the language of what they stand in by default.
 * @attr {string} stripe-key - Stripe's key for browsers, for top-ups with `ui-mode="embedded"`.
 * @prop {Appearance} appearance - How the elements inside look. It starts nothing anew.
 * @prop {FetchSession} fetchSession - Asks the page's backend for a session; a property, never an attribute. Setting another one starts
 *   the elements anew, as after signing in.
 * @prop {typeof fetch} fetch - What sends requests.
 * @prop {LoadStripe} loadStripe - What loads Stripe.js, in place of Stripe's own loader.
 * @slot - The elements, and anything around them.
 * @cssprop --kopai-color-text - Text.
 * @cssprop --kopai-color-muted - Text that is less important.
 * @cssprop --kopai-color-surface - Panels.
 * @cssprop --kopai-color-raised - Fills on panels: notices, shapes, what a pointer is on.
 * @cssprop --kopai-color-line - Hairlines.
 * @cssprop --kopai-color-control - Edges of fields and controls.
 * @cssprop --kopai-color-accent - The one accent: the thing to do, what is chosen, the focus.
 * @cssprop --kopai-color-on-accent - Text on the accent.
 * @cssprop --kopai-color-positive - Credits in, and what went well.
 * @cssprop --kopai-color-notice - What wants attention, such as a low balance.
 * @cssprop --kopai-color-danger - Debts and errors.
 * @cssprop --kopai-font-family - The face of sections; the page's own by default.
 * @cssprop --kopai-font-size - The size of their text, from which all others follow.
 * @cssprop --kopai-font-weight - The weight of buttons, labels and amounts.
 * @cssprop --kopai-radius - Corners of controls, from which the others follow.
 * @cssprop --kopai-control-size - The height of buttons and fields.
 * @cssprop --kopai-spacing-unit - The unit of every distance; 4px by default.
 * @cssprop --kopai-panel-padding - The room inside a section's panel.
 * @cssprop --kopai-panel-border - Its border.
 * @cssprop --kopai-panel-radius - Its corners.
 * @cssprop --kopai-panel-background - Its background.
 */
export class KopaiProvider extends LitElement {
  static override styles = providerStyles;

  static override properties = {
    baseUrl: { attribute: 'base-url' },
    locale: { type: String },
    stripeKey: { attribute: 'stripe-key' },
    appearance: { attribute: false },
    loadStripe: { attribute: false },
    fetchSession: { attribute: false },
    fetch: { attribute: false },
  };

  declare baseUrl: string | undefined;
  declare locale: string | undefined;
  declare stripeKey: string | undefined;
  declare appearance: Appearance | undefined;
  declare loadStripe: LoadStripe | undefined;
  declare fetchSession: FetchSession | undefined;
  declare fetch: typeof globalThis.fetch | undefined;
  readonly #provided = new ContextProvider(this, { context: pageContext, initialValue: undefined });

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('appearance')) drawAppearance(this.#shadow, ':host', this.appearance);
    if (this.hasUpdated && changed.size === 1 && changed.has('appearance')) return;
    const { baseUrl, locale, stripeKey: stripePublishableKey, loadStripe, fetchSession, fetch } = this;
    this.#provided.setValue(new KopaiPage({ baseUrl, locale, stripePublishableKey, loadStripe, fetchSession, fetch }));
  }

  get #shadow(): ShadowRoot {
    return this.renderRoot as ShadowRoot;
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
