import { ContextEvent } from '@lit/context';
import { LitElement } from 'lit';
import { defaultPage, onDefaultPage } from './default-page.ts';
import type { KopaiPage } from './kopai-page.ts';
import { pageContext } from './page-context.ts';

/** An element that belongs to a page: that of the provider around it, else the default one. */
export abstract class PageElement extends LitElement {
  #page: KopaiPage | undefined;
  #unsubscribe: (() => void) | undefined;
  #leave: (() => void) | undefined;

  /** The page this element is on; undefined while it is in no document. */
  protected get page(): KopaiPage | undefined {
    return this.#page;
  }

  /** Called with the page when the element comes onto it. What it returns is called when the element leaves, or the page changes. */
  protected abstract enterPage(page: KopaiPage): () => void;

  override connectedCallback(): void {
    super.connectedCallback();
    const provider = this.closest('kopai-provider:not(:defined)');
    // A provider whose script comes later than this one's is waited for: without it the wrong server would be asked.
    if (provider) void customElements.whenDefined('kopai-provider').then(() => this.#findPage());
    else this.#findPage();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#enter(undefined);
  }

  #findPage(): void {
    if (!this.isConnected) return;
    let answered = false;
    const answer = (page: KopaiPage | undefined, unsubscribe?: () => void) => {
      answered = true;
      this.#unsubscribe = unsubscribe;
      if (page) this.#enter(page);
    };
    this.dispatchEvent(new ContextEvent(pageContext, this, answer, true));
    if (answered) return;
    this.#unsubscribe = onDefaultPage((page) => this.#enter(page));
    this.#enter(defaultPage());
  }

  #enter(page: KopaiPage | undefined): void {
    if (page === this.#page) return;
    this.#leave?.();
    this.#page = page;
    this.#leave = page && this.enterPage(page);
    this.requestUpdate();
  }
}
