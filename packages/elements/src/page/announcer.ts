/** The one live region of the document, made when there is first something to say. */
let region: HTMLElement | undefined;

/** A screen reader misses what is written into a region in the moment it appears; it needs about this long, in milliseconds. */
const settleMs = 100;

/** Says something to screen readers, politely. Many regions on a page talk over each other, so there is one. */
export function announce(text: string, locale: string): void {
  if (!region?.isConnected) region = makeRegion();
  const here = region;
  // The same words twice are said twice only if they were gone in between.
  here.lang = locale;
  here.textContent = '';
  setTimeout(() => {
    here.textContent = text;
  }, settleMs);
}

function makeRegion(): HTMLElement {
  const made = document.createElement('div');
  made.setAttribute('aria-live', 'polite');
  // Set through the object model: a policy against inline styles leaves that alone.
  Object.assign(made.style, {
    position: 'absolute',
    width: '1px',
    height: '1px',
    overflow: 'hidden',
    clipPath: 'inset(50%)',
    whiteSpace: 'nowrap',
  });
  document.body.append(made);
  return made;
}
