import { spokenLocale, wordsFor } from '../words/languages.ts';

/** The `lang` that holds for an element: its own or that of the nearest around it, out of shadows too. */
function langAt(from: Node | null): string | undefined {
  for (let at = from; at; at = at instanceof ShadowRoot ? at.host : at.parentNode) {
    if (at instanceof HTMLElement && at.lang) return at.lang;
  }
  return undefined;
}

/**
 * The language of an element, and that it says so: where the page around it is in another language, the element has a `lang` of its own
 * for screen readers, and where that runs the other way, a `dir`. What the page's author has set on it stays.
 */
export class Speech {
  readonly #host: HTMLElement;
  #lang = '';
  #dir = '';

  constructor(host: HTMLElement) {
    this.#host = host;
  }

  /** For words, numbers and dates: what the page was set up with, else what the element stands in, else the browser's. */
  localeOf(setUp: string | undefined): string {
    return spokenLocale(setUp || this.#around || navigator.language);
  }

  get #around(): string | undefined {
    const host = this.#host;
    return langAt(this.#lang && host.lang === this.#lang ? (host.parentNode ?? null) : host);
  }

  /** Marks the element with its language and direction, where they aren't those around it. */
  mark(locale: string): void {
    const host = this.#host;
    const isOurs = (value: string, ours: string) => value === '' || value === ours;
    if (isOurs(host.lang, this.#lang)) {
      const around = this.#around ?? '';
      const [language] = locale.split('-');
      this.#lang = around.toLowerCase().split(/[-_]/)[0] === language ? '' : locale;
      if (host.lang !== this.#lang) host.lang = this.#lang;
    }
    if (!isOurs(host.dir, this.#dir)) return;
    const direction = wordsFor(locale)?.direction ?? 'ltr';
    if (host.matches(`:dir(${direction})`)) return;
    this.#dir = host.dir = direction;
  }
}
