/** Looks that have to be the same before something counts as still, and the time between two, in milliseconds. */
const sameLooks = 4;
const lookEveryMs = 25;

/** The longest that is waited, in milliseconds: repeated requests that go on failing end well before. */
const patienceMs = 15_000;

/**
 * Waits until nothing moves in an element any more, its shadow trees included: nothing is busy, unless it waits for good.
 *
 * @throws Error when it never stands still
 */
export async function settled(root: Element, waits: boolean, isOver: () => boolean): Promise<void> {
  let before = '';
  let same = 0;
  for (let waitedMs = 0; same < sameLooks; waitedMs += lookEveryMs) {
    if (isOver()) return;
    if (waitedMs > patienceMs) throw new Error('the element does not come to rest');
    await new Promise((resolve) => setTimeout(resolve, lookEveryMs));
    const now = drawingOf(root);
    same = now === before && (waits || !now.includes('aria-busy="true"')) ? same + 1 : 0;
    before = now;
  }
  await document.fonts.ready;
}

/** All markup of an element, the shadow trees within it included. */
function drawingOf(root: Element | ShadowRoot): string {
  const inner = [...root.querySelectorAll('*')].map(({ shadowRoot }) => (shadowRoot ? drawingOf(shadowRoot) : ''));
  const own = root instanceof Element && root.shadowRoot ? drawingOf(root.shadowRoot) : '';
  return root.innerHTML + inner.join('') + own;
}
