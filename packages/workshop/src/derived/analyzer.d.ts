// The analyzer's declarations leave out what its README tells programs to use.
declare module '@custom-elements-manifest/analyzer/index.js' {
  import type { Package } from 'custom-elements-manifest/schema.js';

  /** TypeScript as the analyzer itself uses it. */
  export const ts: {
    readonly ScriptTarget: { readonly ES2022: unknown };
    createSourceFile(name: string, text: string, target: unknown, setParentNodes: boolean): unknown;
  };
  export function create(options: { modules: readonly unknown[]; plugins: readonly unknown[]; dev: boolean }): Package;
}

declare module '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js' {
  export function litPlugin(): unknown[];
}
