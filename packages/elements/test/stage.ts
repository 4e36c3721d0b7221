import { mockFetch, type World } from '@kopai/mocks';
import type { FetchSession } from '../src/page/settings.ts';
import type { KopaiProvider } from '../src/provider/provider.ts';
import '../src/all.define.ts';

/** What was asked of a server, in order. */
export interface Asked {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
}

export interface Stage {
  readonly provider: KopaiProvider;
  readonly asked: Asked[];
  /** How often the page's backend was asked for a session. */
  readonly sessions: () => number;
  /** Requests to a route so far, such as `GET /v1/quotes`. */
  readonly count: (method: string, path: RegExp) => number;
}

/** Puts markup into a page whose network is this world. */
export function stage(world: World, markup: string, fetchSession?: FetchSession): Stage {
  const asked: Asked[] = [];
  let sessions = 0;
  const inWorld = mockFetch(world);
  const provider = document.createElement('kopai-provider');
  provider.baseUrl = 'https://kopai.invalid';
  provider.fetch = (input, init) => {
    const request = new Request(input, init);
    asked.push({ method: request.method, url: new URL(request.url), headers: request.headers });
    return inWorld(request);
  };
  provider.fetchSession = () => {
    sessions += 1;
    return fetchSession ? fetchSession() : (world.session?.() ?? Promise.resolve(null));
  };
  provider.innerHTML = markup;
  document.body.append(provider);
  return {
    provider,
    asked,
    sessions: () => sessions,
    count: (method, path) =>
      asked.filter((request) => request.method === method && path.test(request.url.pathname)).length,
  };
}

/** The one element of this name on the page; in another element's shadow if that is given. */
export function find<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  root: ParentNode = document,
): HTMLElementTagNameMap[Name] {
  const element = root.querySelector(name);
  if (!element) throw new Error(`there is no <${name}>`);
  return element;
}

/** Something inside an element. */
export function inside<E extends Element = HTMLElement>(element: Element, selector: string): E {
  const found = element.shadowRoot?.querySelector<E>(selector);
  if (!found) throw new Error(`there is no ${selector} in <${element.localName}>`);
  return found;
}

/** The text that an element shows, with its blanks folded. */
export const textOf = (element: Element): string =>
  (element.shadowRoot?.textContent ?? element.textContent ?? '').replace(/\s+/g, ' ').trim();

/** Waits until something holds. Throws with what was waited for. */
export async function until(what: string, holds: () => boolean, patienceMs = 4_000): Promise<void> {
  const endMs = performance.now() + patienceMs;
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`not in ${patienceMs} ms: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Waits until an element shows this text. */
export const shows = (element: Element, text: string): Promise<void> =>
  until(`<${element.localName}> shows "${text}", not "${textOf(element)}"`, () => textOf(element).includes(text));

export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Takes everything off the page, and everything out of its URL. */
export function clear(): void {
  document.body.replaceChildren();
  const url = new URL(location.href);
  url.searchParams.delete('kopai_topup');
  history.replaceState(null, '', url);
}

/** Comes to the page as from a checkout. */
export function comeBackFrom(topupId: string): void {
  const url = new URL(location.href);
  url.searchParams.set('kopai_topup', topupId);
  history.replaceState(null, '', url);
}
