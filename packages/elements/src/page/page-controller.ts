import { ContextEvent } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from '@lit/reactive-element';
import { onWords } from '../words/languages.ts';
import { defaultPage, onDefaultPage } from './default-page.ts';
import type { KopaiPage } from './kopai-page.ts';
import { pageContext } from './page-context.ts';
import { Speech } from './speech.ts';

/** Called with the page when an element comes onto it. What it returns is called when the element leaves, or the page changes. */
export type EnterPage = (page: KopaiPage) => () => void;

/** Gives an element its page: that of the provider around it, else the default one. */
export class PageController implements ReactiveController {
  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #enterPage: EnterPage;
  #page: KopaiPage | undefined;
  #unsubscribe: (() => void) | undefined;
  #leave: (() => void) | undefined;
  #forgetWords: (() => void) | undefined;
  readonly #speech: Speech;
  #locale: string | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, enterPage: EnterPage) {
    this.#host = host;
    this.#speech = new Speech(host);
    this.#enterPage = enterPage;
    host.addController(this);
  }

  /** Undefined while the element is in no document. */
  get page(): KopaiPage | undefined {
    return this.#page;
  }

  /** What the element says is in the language of this locale, and so are its numbers and dates. */
  get locale(): string {
    this.#locale ??= this.#speech.localeOf(this.#page?.locale);
    return this.#locale;
  }

  /** Looked up once for each time that the element is drawn: 500 badges ask for it several times each. */
  hostUpdate(): void {
    this.#locale = undefined;
    this.#speech.mark(this.locale);
  }

  hostConnected(): void {
    this.#forgetWords = onWords(() => this.#host.requestUpdate());
    const provider = this.#host.closest('kopai-provider:not(:defined)');
    // A provider whose script comes later than this one's is waited for: without it the wrong server would be asked.
    if (provider) void customElements.whenDefined('kopai-provider').then(() => this.#find());
    else this.#find();
  }

  hostDisconnected(): void {
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.#forgetWords?.();
    this.#enter(undefined);
  }

  #find(): void {
    const host = this.#host;
    if (!host.isConnected) return;
    let answered = false;
    const answer = (page: KopaiPage | undefined, unsubscribe?: () => void) => {
      answered = true;
      this.#unsubscribe = unsubscribe;
      if (page) this.#enter(page);
    };
    host.dispatchEvent(new ContextEvent(pageContext, host, answer, true));
    if (answered) return;
    this.#unsubscribe = onDefaultPage((page) => this.#enter(page));
    this.#enter(defaultPage());
  }

  #enter(page: KopaiPage | undefined): void {
    if (page === this.#page) return;
    this.#leave?.();
    this.#page = page;
    this.#leave = page && this.#enterPage(page);
    this.#host.requestUpdate();
  }
}
