import * as React from 'react';

/** What every wrapper takes beside its element's own: children are the fallback of a badge, or slotted. */
export interface WrapperProps {
  readonly children?: React.ReactNode;
  readonly className?: string | undefined;
  readonly id?: string | undefined;
  readonly slot?: string | undefined;
  readonly style?: React.CSSProperties | undefined;
}

/** How an element's props reach it. Keys are the props' names. */
export interface Wrapped {
  readonly tag: string;
  /** Text and numbers, as attributes: they are in the server's HTML too, and work before React does. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Attributes that are there or not. */
  readonly switches: Readonly<Record<string, string>>;
  /** Objects and functions, as properties. */
  readonly properties: readonly string[];
  /** Handlers, by the names of their events. */
  readonly events: Readonly<Record<string, string>>;
}

/**
 * React 19 sets a property where the element has one, and a boolean property wants a boolean; React 18 only writes attributes, and writes
 * `true` as the text "true", which some attributes would show.
 */
const present = Number.parseInt(React.version, 10) >= 19 ? true : '';

/** Effects don't run on a server, and React 18 warns about the one that runs before the paint. */
const useBeforePaint = typeof window === 'undefined' ? React.useEffect : React.useLayoutEffect;

/**
 * A component for a custom element, alike under React 18 and 19: text is written as attributes, objects and functions are set as properties
 * when the element is there (before its definition too: it picks them up), and events are listened to by their exact names.
 */
export function wrap<Element extends HTMLElement, Props extends WrapperProps>(
  wrapped: Wrapped,
): React.ForwardRefExoticComponent<Props & React.RefAttributes<Element>> {
  const component = React.forwardRef<Element, WrapperProps>((props, ref) => useWrapped(wrapped, props, ref));
  component.displayName = wrapped.tag.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
  return component as React.ForwardRefExoticComponent<Props & React.RefAttributes<Element>>;
}

function useWrapped<Element extends HTMLElement>(
  { tag, attributes, switches, properties, events }: Wrapped,
  props: WrapperProps,
  ref: React.ForwardedRef<Element>,
): React.ReactElement {
  const own = React.useRef<Element>(null);
  React.useImperativeHandle<Element | null, Element | null>(ref, () => own.current, []);
  const given = new Map<string, unknown>(Object.entries(props));
  useProperties(own, properties, given);
  useEvents(own, events, given);
  const passed: Record<string, unknown> = { ref: own };
  for (const [name, value] of given) {
    if (name in attributes) passed[attributes[name] ?? name] = value;
    else if (name in switches) passed[switches[name] ?? name] = value ? present : undefined;
    // React 18 knows no `className` of custom elements.
    else if (name === 'className') passed.class = value;
    else if (!(name in events) && !properties.includes(name)) passed[name] = value;
  }
  return React.createElement(tag, passed);
}

function useProperties(
  own: React.RefObject<HTMLElement | null>,
  names: readonly string[],
  given: ReadonlyMap<string, unknown>,
): void {
  const values = names.map((name) => given.get(name));
  useBeforePaint(() => {
    const element = own.current;
    if (!element) return;
    names.forEach((name, i) => {
      // What was never given stays the element's own default.
      if (Reflect.get(element, name) !== values[i] && (values[i] !== undefined || name in element)) {
        Reflect.set(element, name, values[i]);
      }
    });
  }, values);
}

/** Listens once for each event, and calls the handler of the latest render: a new arrow function costs no listener. */
function useEvents(
  own: React.RefObject<HTMLElement | null>,
  events: Readonly<Record<string, string>>,
  given: ReadonlyMap<string, unknown>,
): void {
  const handlers = React.useRef(given);
  useBeforePaint(() => {
    handlers.current = given;
  });
  useBeforePaint(() => {
    const element = own.current;
    if (!element) return;
    const away = new AbortController();
    for (const [prop, event] of Object.entries(events)) {
      const listener = (happened: Event) => {
        const handler = handlers.current.get(prop);
        if (typeof handler === 'function') handler(happened);
      };
      element.addEventListener(event, listener, { signal: away.signal });
    }
    return () => away.abort();
  }, []);
}
