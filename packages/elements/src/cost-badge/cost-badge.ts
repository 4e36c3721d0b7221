import { type PropertyValues, ReactiveElement } from '@lit/reactive-element';
import type { ShownQuote } from '../page/fetch-quotes.ts';
import { PageController } from '../page/page-controller.ts';
import type { PriceState } from '../page/price-store.ts';
import { onVisibility } from '../page/visibility.ts';
import { ink } from '../theme/ink.styles.ts';
import { badgeWords } from '../words/badge-words.ts';
import { build } from './build.ts';
import { badgeStyles } from './cost-badge.styles.ts';
import { lineOf, partsOf } from './price-view.ts';

/**
 * What one message to an agent costs, for a card in a marketplace: "0.5 credits / message, 3 free messages".
 *
 * What stands inside the element in the page's HTML is shown until the price is there, and stays when it can't be had; write the price
 * there as the server knows it, and the page is right without any script. All badges of a page ask together, and only those in view.
 *
 * It is drawn by hand: templates would be a third of what a page that shows badges alone has to load.
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
export class KopaiCostBadge extends ReactiveElement {
  static override styles = [ink, badgeStyles];

  static override properties = {
    agent: {},
    wallet: {},
    details: { type: Boolean },
    state: { state: true },
  };

  declare agent: string;
  declare wallet: string;
  declare details: boolean;
  declare private state: PriceState;
  readonly #page = new PageController(this, () => this.#enterPage());
  #visible = false;
  #unwatch: (() => void) | undefined;
  /** What the price is written into, kept over its changes: who has the focus here keeps it. */
  #line: HTMLElement | undefined;
  #panel: HTMLElement | undefined;

  constructor() {
    super();
    this.agent = '';
    this.wallet = '';
    this.details = false;
    this.state = { status: 'loading' };
  }

  /** The price that is shown, as the API answered it. Send its `token` with the charge, and the charge never costs more. */
  get quote(): ShownQuote | undefined {
    const state = this.#page.page?.prices.read(this.agent, this.wallet);
    return state?.status === 'ready' ? state.quote : undefined;
  }

  #enterPage(): () => void {
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
    const { agent, wallet } = this;
    const prices = this.#page.page?.prices;
    if (!prices) return;
    // What another badge has been told already is shown at once, in view or not.
    this.state = prices.read(agent, wallet);
    if (!this.#visible || !agent) return;
    this.#unwatch = prices.watch(agent, wallet, (state) => {
      this.state = state;
    });
  }

  protected override update(changed: PropertyValues): void {
    super.update(changed);
    const { state } = this;
    if (state.status !== 'ready') {
      this.#line = this.#panel = undefined;
      this.renderRoot.replaceChildren(build('slot', {}, ...this.#withoutPrice(state.status)));
      return;
    }
    if (!this.#line || changed.has('details')) this.#frame();
    this.#line?.replaceChildren(...lineOf(state.quote, this.#page.locale));
    this.#fillPanel();
  }

  #withoutPrice(status: PriceState['status']): Node[] {
    if (status === 'loading') return [build('i', {})];
    const words = badgeWords(this.#page.locale);
    const said = build('span', { class: 'quiet' }, `${words.unavailable} `);
    if (status === 'missing') return [said];
    const retry = build('button', { class: 'retry' }, words.retry);
    retry.onclick = () => this.#page.page?.prices.refresh();
    return [said, retry];
  }

  /** What the price stands in: a line, or a button with the panel that it opens. */
  #frame(): void {
    const line = build(this.details ? 'button' : 'span', { part: 'price' });
    this.#line = line;
    this.#panel = undefined;
    this.renderRoot.replaceChildren(line);
    if (!(line instanceof HTMLButtonElement)) return;
    const panel = build('div', {
      part: 'panel',
      popover: '',
      role: 'group',
      'aria-label': badgeWords(this.#page.locale).details,
    });
    line.popoverTargetElement = panel;
    line.ariaExpanded = 'false';
    panel.ontoggle = ({ newState }) => {
      line.ariaExpanded = newState === 'open' ? 'true' : 'false';
      this.#fillPanel();
    };
    this.#panel = panel;
    this.renderRoot.append(panel);
  }

  /** Few of 500 panels are ever opened: a closed one is empty. */
  #fillPanel(): void {
    const { quote } = this;
    const open = this.#line?.ariaExpanded === 'true' && quote;
    this.#panel?.replaceChildren(...(open ? partsOf(quote, this.#page.locale) : []));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'kopai-cost-badge': KopaiCostBadge;
  }
}
