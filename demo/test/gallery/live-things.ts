/** What a page holds on to: what has been begun and not ended yet. */
export interface LiveThings {
  /** Listeners of the window, the document, and other things that outlive an element. */
  listeners: number;
  /** Elements that are watched for coming into view or changing size. */
  watched: number;
  /** Broadcast channels: one for each live balance. */
  channels: number;
  /** Timers that have not run yet, such as the heartbeat of each live stream. */
  timers: number;
}

/** Counts from now on. Runs in the page, before any script of it, and is sent there as its own source. */
export function countLiveThings(): void {
  const live = { channels: 0, watched: 0 };
  const listeners = new Map<EventTarget, Set<string>>();
  const lasting = (target: EventTarget | undefined): target is EventTarget =>
    target === undefined || target === window || target === document || target instanceof MediaQueryList;
  const ids = new WeakMap<object, number>();
  let last = 0;
  const keyOf = (type: string, listener: object) => {
    if (!ids.has(listener)) ids.set(listener, ++last);
    return `${type} ${ids.get(listener)}`;
  };
  const { addEventListener, removeEventListener } = EventTarget.prototype;
  EventTarget.prototype.addEventListener = function (type, listener, options) {
    const once = typeof options === 'object' && (options.once === true || options.signal !== undefined);
    if (lasting(this) && listener && !once) {
      const target = this ?? window;
      const known = listeners.get(target) ?? new Set();
      listeners.set(target, known.add(keyOf(type, listener)));
    }
    addEventListener.call(this, type, listener, options);
  };
  EventTarget.prototype.removeEventListener = function (type, listener, options) {
    if (lasting(this) && listener) listeners.get(this ?? window)?.delete(keyOf(type, listener));
    removeEventListener.call(this, type, listener, options);
  };
  for (const Observer of [IntersectionObserver, ResizeObserver]) {
    const seen = new Set<Element>();
    const { observe, unobserve, disconnect } = Observer.prototype;
    const count = (change: () => void) => {
      const before = seen.size;
      change();
      live.watched += seen.size - before;
    };
    Observer.prototype.observe = function (this: IntersectionObserver & ResizeObserver, element: Element) {
      count(() => seen.add(element));
      observe.call(this, element);
    };
    Observer.prototype.unobserve = function (this: IntersectionObserver & ResizeObserver, element: Element) {
      count(() => seen.delete(element));
      unobserve.call(this, element);
    };
    Observer.prototype.disconnect = function (this: IntersectionObserver & ResizeObserver) {
      count(() => seen.clear());
      disconnect.call(this);
    };
  }
  globalThis.BroadcastChannel = class extends BroadcastChannel {
    constructor(name: string) {
      super(name);
      live.channels += 1;
    }

    override close() {
      super.close();
      live.channels -= 1;
    }
  };
  const timers = new Set<unknown>();
  const { setTimeout, setInterval, clearTimeout, clearInterval } = globalThis;
  globalThis.setTimeout = ((run: () => void, ms?: number) => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      run();
    }, ms);
    timers.add(timer);
    return timer;
  }) as typeof globalThis.setTimeout;
  globalThis.setInterval = ((run: () => void, ms?: number) => {
    const timer = setInterval(run, ms);
    timers.add(timer);
    return timer;
  }) as typeof globalThis.setInterval;
  const forget = (timer: number | undefined) => {
    timers.delete(timer);
    clearTimeout(timer);
    clearInterval(timer);
  };
  Object.assign(globalThis, { clearTimeout: forget, clearInterval: forget });
  Object.assign(globalThis, {
    liveThings: () => ({
      ...live,
      listeners: [...listeners.values()].reduce((sum, { size }) => sum + size, 0),
      timers: timers.size,
    }),
  });
}
