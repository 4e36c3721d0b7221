import type { GalleryState } from './state.ts';

/** What a page and its test write to get this state. */
export function codeOf({ element, attributes = {}, fallback = '', scenario }: GalleryState): string {
  const written = Object.entries(attributes).map(([name, value]) => (value ? ` ${name}="${value}"` : ` ${name}`));
  const tag = `<${element}${written.join('')}>${fallback}</${element}>`;
  return `${tag}\n\n// In a test or a story, with @kopai/mocks:\nconst world = ${scenario};\nprovider.fetch = mockFetch(world);\nprovider.fetchSession = world.session;`;
}
