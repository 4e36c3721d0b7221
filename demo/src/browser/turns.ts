/** The conversation as it stands on the page: lines come from templates that the server has drawn. */
export class Turns {
  readonly #list: HTMLElement;

  constructor(list: HTMLElement) {
    this.#list = list;
  }

  /** Adds a line and scrolls to it. */
  add(kind: 'visitor' | 'agent' | 'thinking', content: { text?: string; note?: string } = {}): HTMLElement {
    const template = document.querySelector<HTMLTemplateElement>(`template[data-turn="${kind}"]`);
    const drawn = template?.content.firstElementChild?.cloneNode(true);
    if (!(drawn instanceof HTMLElement)) throw new Error(`the page has no template for a turn of ${kind}`);
    fill(drawn.querySelector('.text'), content.text);
    fill(drawn.querySelector('.note'), content.note);
    this.#list.append(drawn);
    this.showLast();
    return drawn;
  }

  showLast(): void {
    this.#list.lastElementChild?.scrollIntoView({ block: 'end' });
  }
}

function fill(place: Element | null, text: string | undefined): void {
  if (place && text !== undefined) place.textContent = text;
}
