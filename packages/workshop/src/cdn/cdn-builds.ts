import { globSync } from 'node:fs';
import { basename, join } from 'node:path';
import { nodeResolve } from '@rollup/plugin-node-resolve';
import type { GetManualChunk, OutputOptions, Plugin, RollupOptions } from 'rollup';
import esbuild, { minify } from 'rollup-plugin-esbuild';
import { WORKSPACE } from '../suites/command.ts';
import { integrityFile } from './integrity.ts';
import { minifyTemplates } from './minify-templates.ts';
import { chunkOfShared, chunksOnDemand } from './shared-chunks.ts';

/** Every current browser and Node 22 run this without help; class fields keep their standard meaning. */
export const TARGET = 'es2022';

/** The licenses of what a CDN file carries, in place of a comment for each of its modules. */
const BANNER = '/*! Kopai credits, Apache-2.0; with Lit (BSD-3-Clause) and @stripe/stripe-js (MIT) */';

const SOURCES = join(WORKSPACE, 'packages/elements/src');

/** One run of rollup: its entries by the names of their files. */
export interface CdnBuild extends RollupOptions {
  readonly input: Record<string, string>;
  readonly output: OutputOptions;
}

export interface CdnOptions {
  /** Libraries to leave out, to measure what is our own. */
  readonly external?: readonly string[];
}

/**
 * The files for a CDN, in three ways, for what pages load:
 * - `all.js` loads each element when it is on the page, and is itself the chunk that they all need: one round trip less;
 * - a file for each element, which share chunks, for a page with two or three of them;
 * - the badge and the languages whole, one file each: a page of badges is in a hurry.
 */
export function cdnBuilds(options: CdnOptions = {}): CdnBuild[] {
  const elements = globSync(join(SOURCES, '!(words)/*.define.ts')).sort();
  const [badge, ...others] = [...elements.filter(isBadge), ...elements.filter((path) => !isBadge(path))];
  const languages = globSync(join(SOURCES, 'words/*.define.ts')).sort();
  const all = join(SOURCES, 'on-demand.define.ts');
  const named = (paths: readonly string[], folder = '') =>
    Object.fromEntries(paths.map((path) => [folder + basename(path, '.define.ts'), path]));
  return [
    build({ all }, chunksOnDemand(all), options),
    build(named(others), chunkOfShared(others), options),
    ...(badge ? [build(named([badge]), undefined, options)] : []),
    ...languages.map((path) => build(named([path], 'words/'), undefined, options)),
  ];
}

/** A source and everything that it may ever load as one file, to be measured. */
export function wholeBuild(name: string, source: string, options: CdnOptions = {}): CdnBuild {
  const whole = build({ [name]: source }, undefined, options);
  return { ...whole, output: { ...whole.output, inlineDynamicImports: true } };
}

const isBadge = (path: string): boolean => basename(path) === 'cost-badge.define.ts';

function build(
  input: Record<string, string>,
  manualChunks: GetManualChunk | undefined,
  { external = [] }: CdnOptions,
): CdnBuild {
  const plugins: Plugin[] = [
    nodeResolve({ browser: true, exportConditions: ['browser', 'production'], extensions: ['.ts', '.mjs', '.js'] }),
    esbuild({ target: TARGET, tsconfig: false }),
    minifyTemplates(),
    minify({ target: TARGET, legalComments: 'none', banner: BANNER }),
    integrityFile(),
  ];
  return {
    input,
    // Chunks take what they share from an entry itself, rather than from a chunk behind it: one round trip less.
    preserveEntrySignatures: 'allow-extension',
    external: (id) => external.some((name) => id === name || id.startsWith(`${name}/`)),
    plugins,
    output: {
      dir: join(WORKSPACE, 'packages/elements/dist/cdn'),
      format: 'es',
      entryFileNames: '[name].js',
      // The hash lets a chunk be cached for good, and keeps those of two builds apart.
      chunkFileNames: ({ name }) => `chunks/${name.replace(/\.define$/, '')}-[hash].js`,
      ...(manualChunks && { manualChunks, onlyExplicitManualChunks: true }),
      sourcemap: true,
    },
  };
}
