/** The modules that define elements, by their names. */
export type ElementModules = Readonly<Record<string, () => Promise<unknown>>>;

/**
 * Loads the modules of the elements below a root that nobody has defined yet. What they are given meanwhile, properties and attributes,
 * they find when they are.
 */
export function loadElements(root: ParentNode, modules: ElementModules): void {
  const names = new Set([...root.querySelectorAll(':not(:defined)')].map(({ localName }) => localName));
  for (const name of names) void loadElement(name, modules);
}

/** Loads the module of one element, if there is one. An element whose module doesn't arrive keeps showing what stands inside it. */
export async function loadElement(name: string, modules: ElementModules): Promise<void> {
  if (customElements.get(name)) return;
  try {
    await modules[name]?.();
  } catch (error) {
    console.warn(`<${name}> could not be loaded.`, error);
  }
}
