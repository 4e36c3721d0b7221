import { configureKopai } from '@kopai/elements/define';
import { ar } from '@kopai/elements/words/ar';
import { de } from '@kopai/elements/words/de';
import { es } from '@kopai/elements/words/es';
import { ja } from '@kopai/elements/words/ja';
import { seededNowMs } from '@kopai/mocks';
import { standAt } from '../gallery/clock.ts';
import { codeOf } from '../gallery/code-of.ts';
import { putOnStage } from '../gallery/put-on-stage.ts';
import { settled } from '../gallery/settled.ts';
import { groups, stateNamed } from '../gallery/states.ts';
import { choices, viewOf } from '../gallery/view.ts';

/** The gallery's page: shows the state that the URL names, as it says, without loading anything anew. */

standAt(seededNowMs);
configureKopai({ words: [ar, de, es, ja] });

const stage = part('.stage');
const form = part<HTMLFormElement>('.choices');
/** Counts what was shown: an older one that comes to rest late says nothing any more. */
let shown = 0;

window.addEventListener('popstate', show);
form.addEventListener('input', () => {
  const url = new URL(location.href);
  for (const [kind, value] of new FormData(form)) url.searchParams.set(kind, String(value));
  history.replaceState(null, '', url);
  show();
});
document.querySelector('aside nav')?.addEventListener('click', (event) => {
  const id = event.target instanceof HTMLElement && event.target.dataset.state;
  if (!id || (event instanceof MouseEvent && (event.metaKey || event.ctrlKey))) return;
  event.preventDefault();
  const url = new URL(location.href);
  url.searchParams.set('state', id);
  history.pushState(null, '', url);
  show();
});
show();

function show(): void {
  const search = new URL(location.href).searchParams;
  const state = stateNamed(search.get('state'));
  const view = viewOf(search);
  const turn = ++shown;
  const isOver = () => turn !== shown;
  for (const kind of Object.keys(choices) as (keyof typeof choices)[]) {
    const select = form.elements.namedItem(kind);
    if (select instanceof HTMLSelectElement) select.value = view[kind];
  }
  for (const link of document.querySelectorAll<HTMLElement>('[data-state]')) {
    if (link.dataset.state === state.id) link.setAttribute('aria-current', 'page');
    else link.removeAttribute('aria-current');
  }
  document.documentElement.dataset.scheme = view.scheme;
  const room = part('[data-room]');
  room.dataset.width = view.width;
  room.dir = view.dir === 'auto' ? '' : view.dir;
  room.lang = view.lang;
  part('[data-group]').textContent = groups.find(({ states }) => states.includes(state))?.title ?? '';
  part('[data-title]').textContent = state.title;
  part('[data-when]').textContent = state.when;
  part('[data-code]').textContent = codeOf(state);
  stage.dataset.stage = 'busy';
  const done = (how: string) => {
    if (!isOver()) stage.dataset.stage = how;
  };
  putOnStage(stage, state, view)
    .then((element) => settled(element, state.waits === true, isOver))
    .then(
      () => done('ready'),
      (error: unknown) => {
        done('failed');
        throw error;
      },
    );
}

function part<E extends HTMLElement = HTMLElement>(selector: string): E {
  const found = document.querySelector<E>(selector);
  if (!found) throw new Error(`the page has no ${selector}`);
  return found;
}
