import { drawAppearance } from '../appearance/draw-appearance.ts';
import { KopaiPage } from './kopai-page.ts';
import type { KopaiSettings } from './settings.ts';
import { version } from './version.ts';

interface Holder {
  page: KopaiPage | undefined;
  readonly listeners: Set<(page: KopaiPage) => void>;
}

/** Two files of one version that a page loads apart share one page between them; another version keeps its own. */
const key = Symbol.for(`kopai.page@${version}`);

function holder(): Holder {
  const shared = globalThis as typeof globalThis & { [key]?: Holder };
  shared[key] ??= { page: undefined, listeners: new Set() };
  return shared[key];
}

/**
 * Sets up every element that stands in no `<kopai-provider>`. Call it once, before or after the elements are there; called again, for
 * instance after somebody has signed in or out, all of them start anew.
 */
export function configureKopai(settings: KopaiSettings): void {
  const { listeners } = holder();
  const page = new KopaiPage(settings);
  holder().page = page;
  // What the page's own stylesheets say of `:root` wins over it.
  if (typeof document !== 'undefined') drawAppearance(document, ':where(:root)', settings.appearance);
  for (const listener of listeners) listener(page);
}

/** The page of elements without a provider, made when the first one asks. */
export function defaultPage(): KopaiPage {
  const here = holder();
  here.page ??= new KopaiPage();
  return here.page;
}

/** Calls back with each new default page until the returned function is called. */
export function onDefaultPage(listener: (page: KopaiPage) => void): () => void {
  const { listeners } = holder();
  listeners.add(listener);
  return () => void listeners.delete(listener);
}
