/** What a page has done so far. */
export interface Counts {
  /** Requests for prices. */
  quoteRequests: number;
  /** Requests for a wallet's live balance that got through: one tab of a browser has one. */
  streams: number;
  /** How often the page's own backend was asked for a session. */
  sessions: number;
  /** Intersection observers made. */
  observers: number;
  /** Nodes and attributes written into badges since they all had their price. */
  writes: number;
  /** By how much things moved on the page: the sum of its layout shifts. */
  shift: number;
  /** From the badges' definition until those in view had their prices, in milliseconds. */
  upgradeMs: number;
}

/** Counts from now on. Called before any element is defined, for what is made at that moment counts too. */
export function countPage(): Counts {
  const counts: Counts = {
    quoteRequests: 0,
    streams: 0,
    sessions: 0,
    observers: 0,
    writes: 0,
    shift: 0,
    upgradeMs: 0,
  };
  globalThis.IntersectionObserver = class extends IntersectionObserver {
    constructor(callback: IntersectionObserverCallback, options?: IntersectionObserverInit) {
      super(callback, options);
      counts.observers += 1;
    }
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as LayoutShift[]) counts.shift += entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
  return counts;
}

/** An entry of the Layout Instability API, which TypeScript's own declarations leave out. */
interface LayoutShift extends PerformanceEntry {
  readonly value: number;
}

/** A `fetch` that counts what goes through it. */
export function countedFetch(counts: Counts, fetch: typeof globalThis.fetch): typeof globalThis.fetch {
  return (input, init) => {
    const request = new Request(input, init);
    const { pathname } = new URL(request.url);
    if (pathname.endsWith('/quotes')) counts.quoteRequests += 1;
    if (request.headers.get('accept')?.includes('event-stream')) counts.streams += 1;
    return fetch(request);
  };
}

/** Counts every node and attribute that is written into these elements from now on, their shadow trees included. */
export function countWrites(counts: Counts, elements: Iterable<Element>): void {
  const observer = new MutationObserver((records) => {
    counts.writes += records.length;
  });
  const everything = { subtree: true, childList: true, attributes: true, characterData: true };
  for (const element of elements) {
    observer.observe(element, everything);
    if (element.shadowRoot) observer.observe(element.shadowRoot, everything);
  }
}
