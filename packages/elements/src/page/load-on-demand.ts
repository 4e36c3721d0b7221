import { type ElementModules, loadElement, loadElements } from './load-elements.ts';

/** How long a page that never comes to rest is waited for, in milliseconds. */
const patienceMs = 5_000;

/**
 * Loads the modules of the elements on the page, now and as they are added; and the rest when the page has come to rest, for those that
 * can't be seen from here: in shadow trees, or made by a script and not added yet.
 */
export function loadOnDemand(modules: ElementModules): void {
  loadElements(document, modules);
  const observer = new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) {
        if (!(node instanceof Element)) continue;
        void loadElement(node.localName, modules);
        if (node.firstElementChild) loadElements(node, modules);
      }
    }
  });
  observer.observe(document, { childList: true, subtree: true });
  atRest(async () => {
    await Promise.all(Object.keys(modules).map((name) => loadElement(name, modules)));
    observer.disconnect();
  });
}

function atRest(act: () => void): void {
  const wait = () => {
    // Safari has no such callback.
    if ('requestIdleCallback' in window) requestIdleCallback(act, { timeout: patienceMs });
    else setTimeout(act, patienceMs);
  };
  if (document.readyState === 'complete') wait();
  else window.addEventListener('load', wait, { once: true });
}
