import { html, nothing, type PropertyValues, type TemplateResult } from 'lit';
import { asPrice, decimalText, exactly } from '../page/decimal-text.ts';
import type { ShownQuote } from '../page/fetch-quotes.ts';
import type { KopaiPage } from '../page/kopai-page.ts';
import { PageElement } from '../page/page-element.ts';
import type { PriceState } from '../page/price-store.ts';
import { onVisibility } from '../page/visibility.ts';
import { ink } from '../theme/ink.styles.ts';
import { badgeWords as words } from '../words/en.ts';
import { badgeStyles } from './cost-badge.styles.ts';

/**
 * What one message to an agent costs, for a card in a marketplace: "0.5 credits / message, 3 free messages".
 *
 * What stands inside the element in the page's HTML is shown until the price is there, and stays when it can't be had; write the price
 * there as the server knows it, and the page is right without any script. All badges of a page ask together, and only those in view.
 *
 * @element kopai-cost-badge
 * @attr {string} agent - The agent's id.
 * @attr {string} wallet - Whose view of the price: `user:…`, `org:…` or `me`. An organization pays no add-on for its own agents.
 * @attr {boolean} details - Makes the badge a button that shows the parts of the price, in credits and dollars.
 * @slot - Shown while there is no price.
 * @csspart price - The short line.
 * @csspart free - The free messages in it.
 * @csspart panel - The parts of the price.
 * @cssprop --kopai-badge-color - Text; the page's own by default.
 * @cssprop --kopai-badge-muted - The unit beside the amount.
 * @cssprop --kopai-badge-weight - Weight of the amount.
 * @cssprop --kopai-badge-free-color - The free messages.
 * @cssprop --kopai-badge-panel-radius - Corners of the panel.
 */
export class KopaiCostBadge extends PageElement {
  static override styles = [ink, badgeStyles];

  static override properties = {
    agent: {},
    wallet: {},
    details: { type: Boolean },
    state: { state: true },
    open: { state: true },
  };

  declare agent: string;
  declare wallet: string;
  declare details: boolean;
  declare private state: PriceState;
  declare private open: boolean;
  #visible = false;
  #unwatch: (() => void) | undefined;

  constructor() {
    super();
    this.agent = '';
    this.wallet = '';
    this.details = false;
    this.state = { status: 'loading' };
    this.open = false;
  }

  /** The price that is shown, as the API answered it. Send its `token` with the charge, and the charge never costs more. */
  get quote(): ShownQuote | undefined {
    const state = this.page?.prices.read(this.agent, this.wallet);
    return state?.status === 'ready' ? state.quote : undefined;
  }

  protected override enterPage(): () => void {
    const stop = onVisibility(this, (visible) => {
      this.#visible = visible;
      this.#watch();
    });
    this.#watch();
    return () => {
      stop();
      this.#unwatch?.();
      this.#unwatch = undefined;
    };
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('agent') || changed.has('wallet')) this.#watch();
  }

  #watch(): void {
    this.#unwatch?.();
    this.#unwatch = undefined;
    const { page, agent, wallet } = this;
    if (!page) return;
    // What another badge has been told already is shown at once, in view or not.
    this.state = page.prices.read(agent, wallet);
    if (!this.#visible || !agent) return;
    this.#unwatch = page.prices.watch(agent, wallet, (state) => {
      this.state = state;
    });
  }

  protected override render(): TemplateResult {
    const { state, page } = this;
    if (state.status === 'ready' && page) {
      const line = lineOf(state.quote, page.locale);
      return this.details ? this.#disclosure(line, state.quote, page) : line;
    }
    if (state.status === 'loading') return html`<slot><i></i></slot>`;
    return html`<slot>
      <span class="quiet">${words.unavailable}</span>
      ${state.status === 'failed' ? html`<button class="retry" @click=${this.#retry}>${words.retry}</button>` : nothing}
    </slot>`;
  }

  #disclosure(line: TemplateResult, quote: ShownQuote, { locale }: KopaiPage): TemplateResult {
    return html`<button popovertarget="panel" aria-expanded=${this.open ? 'true' : 'false'}>${line}</button>
      <div id="panel" part="panel" popover role="group" aria-label=${words.details} @toggle=${this.#toggled}>
        ${this.open ? partsOf(quote, locale) : nothing}
      </div>`;
  }

  #toggled(event: ToggleEvent): void {
    this.open = event.newState === 'open';
  }

  #retry(): void {
    this.page?.prices.refresh();
  }
}

/** "0.5 credits / message, 3 free messages". */
function lineOf({ total, freeMessages }: ShownQuote, locale: string | undefined): TemplateResult {
  const { included, remaining } = freeMessages;
  const count = remaining ?? included;
  const counted = decimalText(`${count}`, exactly, locale);
  const free = remaining === null ? words.freeIncluded(counted, count === 1) : words.freeLeft(counted);
  if (Number(total) === 0) return html`<span part="price"><b>${words.free}</b></span>`;
  return html`<span part="price"
    ><b>${decimalText(total, exactly, locale)}</b> <span class="quiet">${words.perMessage(total === '1')}</span>${
      count > 0 ? html` <span class="free" part="free">${free}</span>` : nothing
    }</span
  >`;
}

function partsOf({ infra, addOn, total, affordableMessages }: ShownQuote, locale: string | undefined): TemplateResult {
  const row = (name: string, amount: string, style: string) => html`
    <dt class=${style}>${name}</dt>
    <dd class=${style}>${decimalText(amount, exactly, locale)} ${words.unit(amount === '1')}</dd>
    <dd>${decimalText(`${amount}e-1`, asPrice, locale)}</dd>
  `;
  const count = affordableMessages ?? -1;
  return html`<dl>
      ${row(words.infra, infra, '')}${addOn === '0' ? nothing : row(words.addOn, addOn, '')}${row(words.total, total, 'total')}
    </dl>
    ${count < 0 ? nothing : html`<p>${words.affordable(decimalText(`${count}`, exactly, locale), count)}</p>`}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-cost-badge': KopaiCostBadge;
  }
}
