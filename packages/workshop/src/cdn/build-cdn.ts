import { type Plugin, rollup } from 'rollup';
import { cdnBuilds } from './cdn-builds.ts';

export interface BuildCdnOptions {
  /** The version that the files say they are, to have two of them on a page. */
  readonly version?: string;
  /** Files to build, without their endings, such as `all`; every file by default. */
  readonly only?: readonly string[];
}

/** Writes the files for a CDN into a folder, as they are published: for tests of what pages load. */
export async function buildCdn(folder: string, { version, only }: BuildCdnOptions = {}): Promise<void> {
  const isWanted = (names: readonly string[]) => only === undefined || names.some((name) => only.includes(name));
  for (const { output, plugins, ...build } of cdnBuilds()) {
    if (!isWanted(Object.keys(build.input))) continue;
    const bundle = await rollup({ ...build, plugins: [version !== undefined && named(version), plugins] });
    await bundle.write({ ...output, dir: folder, sourcemap: false });
    await bundle.close();
  }
}

/** Says another version than the sources do. */
const named = (version: string): Plugin => ({
  name: 'version',
  transform: (code, id) =>
    id.endsWith('/page/version.ts') ? { code: code.replace(/'[^']*'/, JSON.stringify(version)), map: null } : null,
});
