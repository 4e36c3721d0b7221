/** One observer for the document, made when it is first needed: an observer for each of 500 badges costs 500 callbacks. */
let observer: IntersectionObserver | undefined;

const listeners = new WeakMap<Element, (visible: boolean) => void>();

/** How far outside of the viewport an element counts as visible already, so that its price is there when it scrolls in. */
const margin = '200px';

/** Calls back each time the element comes into view or leaves it, until the returned function is called. */
export function onVisibility(element: Element, listener: (visible: boolean) => void): () => void {
  observer ??= new IntersectionObserver(
    (entries) => {
      for (const { target, isIntersecting } of entries) listeners.get(target)?.(isIntersecting);
    },
    { rootMargin: margin },
  );
  listeners.set(element, listener);
  observer.observe(element);
  return () => {
    listeners.delete(element);
    observer?.unobserve(element);
  };
}
