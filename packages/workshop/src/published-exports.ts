/** What `exports` of a manifest says once the package is published: for each entry its built module and its types, or a JSON file as it is. */
export type PublishedExports = Record<string, { readonly types: string; readonly default: string } | string>;

/**
 * The published form of a package's `exports`, which name sources while the workspace uses them.
 *
 * @throws RangeError when an entry is no TypeScript source below `./src`
 */
export function publishedExports(exports: Readonly<Record<string, unknown>>): PublishedExports {
  return Object.fromEntries(
    Object.entries(exports).map(([name, source]) => {
      if (String(source).endsWith('.json')) return [name, String(source)];
      const path = /^\.\/src\/(.+)\.ts$/.exec(String(source))?.[1];
      if (path === undefined) throw new RangeError(`${name} names ${String(source)}, which is no source below ./src`);
      return [name, { types: `./dist/${path}.d.ts`, default: `./dist/${path}.js` }];
    }),
  );
}
