import { version } from './version.ts';

/**
 * Defines an element unless its name is taken. A page that loads two versions keeps the first, for a name can't be defined twice; a
 * warning names both, because the second one's users may miss what it brings.
 */
export function defineOnce(name: string, element: CustomElementConstructor): void {
  // A server has no registry: importing a define module there does nothing.
  if (typeof customElements === 'undefined') return;
  const first: (CustomElementConstructor & { kopaiVersion?: string }) | undefined = customElements.get(name);
  if (!first) {
    customElements.define(name, Object.assign(element, { kopaiVersion: version }));
  } else if (first !== element) {
    console.warn(`<${name}> is already defined by version ${first.kopaiVersion ?? 'unknown'}; ${version} is not used.`);
  }
}
