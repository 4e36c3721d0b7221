import { drawAppearance } from '../appearance/draw-appearance.ts';
import { KopaiPage } from './kopai-page.ts';
import type { KopaiSettings } from './settings.ts';
import { version } from './version.ts';

/** What `configureKopai` was called with last, by any version: a page has one set of elements, and may have several `configureKopai`. */
interface Said {
  settings: KopaiSettings | undefined;
  readonly listeners: Set<(settings: KopaiSettings) => void>;
}

interface Holder {
  page: KopaiPage | undefined;
  readonly listeners: Set<(page: KopaiPage) => void>;
}

/** All versions that a page loads hear of its settings; this shape never changes. */
const saidKey = Symbol.for('kopai.settings');

/** Two files of one version that a page loads apart share one page between them; another version makes its own of the same settings. */
const key = Symbol.for(`kopai.page@${version}`);

const shared = globalThis as typeof globalThis & { [saidKey]?: Said; [key]?: Holder };

function said(): Said {
  shared[saidKey] ??= { settings: undefined, listeners: new Set() };
  return shared[saidKey];
}

function holder(): Holder {
  const known = shared[key];
  if (known) return known;
  const { settings, listeners } = said();
  const made: Holder = { page: settings && new KopaiPage(settings), listeners: new Set() };
  shared[key] = made;
  listeners.add((next) => {
    const page = new KopaiPage(next);
    made.page = page;
    for (const listener of made.listeners) listener(page);
  });
  return made;
}

/**
 * Sets up every element that stands in no `<kopai-provider>`. Call it once, before or after the elements are there; called again, for
 * instance after somebody has signed in or out, all of them start anew.
 */
export function configureKopai(settings: KopaiSettings): void {
  // This version listens, too, from the first time on.
  holder();
  const here = said();
  here.settings = settings;
  // What the page's own stylesheets say of `:root` wins over it.
  if (typeof document !== 'undefined') drawAppearance(document, ':where(:root)', settings.appearance);
  for (const listener of here.listeners) listener(settings);
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
