/** What stands in the composer's place when credits are missing: the top-up, or who can help. */
export class Offer {
  readonly #panel: HTMLElement;
  readonly #composer: readonly HTMLElement[];

  constructor(panel: HTMLElement, composer: readonly HTMLElement[]) {
    this.#panel = panel;
    this.#composer = composer;
    panel.querySelector('[data-offer-close]')?.addEventListener('click', () => this.close());
  }

  /** Shows the offer and why it is there. */
  open(why?: string): void {
    const place = this.#panel.querySelector('[data-offer-why]');
    if (place && why !== undefined) place.textContent = why;
    this.#show(true);
    this.#panel.querySelector<HTMLElement>('h2')?.focus({ preventScroll: true });
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
