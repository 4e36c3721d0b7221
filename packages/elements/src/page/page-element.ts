import { LitElement } from 'lit';
import type { KopaiPage } from './kopai-page.ts';
import { PageController } from './page-controller.ts';

/** A section of a page, drawn by templates. */
export abstract class PageElement extends LitElement {
  readonly #controller = new PageController(this, (page) => this.enterPage(page));

  /** The page this element is on; undefined while it is in no document. */
  protected get page(): KopaiPage | undefined {
    return this.#controller.page;
  }

  /** What the element says is in the language of this locale, and so are its numbers and dates. */
  protected get locale(): string {
    return this.#controller.locale;
  }

  /** Called with the page when the element comes onto it. What it returns is called when the element leaves, or the page changes. */
  protected abstract enterPage(page: KopaiPage): () => void;
}
