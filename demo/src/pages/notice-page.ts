import { html } from '../html/html.ts';
import { layout } from './layout.ts';
import type { Scene } from './scene.ts';

/** A page that is not there, or that failed: a sentence and the way on. */
export function noticePage(scene: Scene, { title, text }: { title: string; text: string }): string {
  const main = html`<div class="notice"><h1>${title}</h1><p>${text}</p><a class="button primary" href="/">Go to the marketplace</a></div>`;
  return layout(scene, { title, script: 'site', styles: 'marketplace', main });
}

/** What is said of an address that leads nowhere. */
export const notFound = {
  title: 'Page not found',
  text: 'The address may be mistyped, or the agent is no longer offered.',
};
