/** What stands in the composer's place when credits are missing: the top-up, or who can help. */
export class Offer {
  readonly #panel: HTMLElement;
  readonly #composer: readonly HTMLElement[];
  readonly #title: HTMLElement | null;
  readonly #creditsTitle: string;

  constructor(panel: HTMLElement, composer: readonly HTMLElement[]) {
    this.#panel = panel;
    this.#composer = composer;
    this.#title = panel.querySelector('h2');
    this.#creditsTitle = this.#title?.textContent ?? '';
    panel.querySelector('[data-offer-close]')?.addEventListener('click', () => this.close());
  }

  /** Shows the offer and why it is there. */
  open(why?: string, missing: 'credits' | 'budget' = 'credits'): void {
    const title = missing === 'budget' ? this.#title?.dataset.budgetTitle : this.#creditsTitle;
    if (this.#title && title) this.#title.textContent = title;
    const place = this.#panel.querySelector('[data-offer-why]');
    if (place && why !== undefined) place.textContent = why;
    this.#show(true);
    this.#title?.focus({ preventScroll: true });
    this.#panel.scrollIntoView({ block: 'nearest' });
  }

  close(): void {
    this.#show(false);
  }

  #show(open: boolean): void {
    this.#panel.hidden = !open;
    for (const part of this.#composer) part.hidden = open;
  }
}
