import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { type CdnBuild, cdnBuilds, TARGET, wholeBuild } from '../cdn/cdn-builds.ts';
import { WORKSPACE } from '../suites/command.ts';
import { type BuiltChunks, builtChunks, contentBytes, fileBytes, loadedBytes, textBytes } from './built-size.ts';
import type { Gate } from './gate.ts';

/** What each section adds to a page that shows a wallet, in gzipped bytes: what was measured, and a little more. */
const SECTION_LIMITS = {
  'auto-topup': 3_700,
  budgets: 3_000,
  chart: 3_600,
  earnings: 5_000,
  plan: 3_400,
  topup: 6_100,
  transactions: 5_200,
};

/** A page with one element alone: what its sections' limits are above the 21 kB that every element but the badge shares. */
const SHARED_LIMIT = 21_100;

/** Our own files in the builds, without the libraries. */
const LIBRARIES = ['lit', '@lit/context', '@lit/reactive-element', '@stripe/stripe-js'];

/** Builds everything that is published for a CDN, and measures what pages load of it. */
export async function sizeGates(): Promise<Gate[]> {
  const [onDemand, single, badge, ...languages] = cdnBuilds();
  if (!onDemand || !single || !badge) throw new Error('there is nothing to build');
  const pages = await builtChunks(onDemand);
  const lit = await librariesBytes("export * from 'lit'; export * from '@lit/context';");
  return [
    gate('badge: cost-badge.js', 9_000, loadedBytes(await builtChunks(badge), 'cost-badge.js'), await badgeFloor()),
    gate('all.js, before anything is on the page', 10_800, loadedBytes(pages, 'all.js'), lit),
    gate('all.js + a badge', 13_200, loadedBytes(pages, 'all.js', 'chunks/cost-badge.js'), lit),
    gate('all.js + a wallet, before its first paint', 24_000, loadedBytes(pages, 'all.js', 'chunks/wallet.js'), lit),
    gate('what its sections share', 2_900, ...sizeAndContent(pages, 'chunks/sections.js')),
    ...sectionGates(pages),
    ...(await wholeGates(lit)),
    ...(await singleGates(await builtChunks(single), lit)),
    await languageGate(languages),
    await sdkGate('SDK whole', 9_000, "export * from './index.ts';"),
    await sdkGate('SDK, to charge', 6_200, "export { Charges, connect } from './index.ts';"),
  ];
}

const gate = (name: string, limit: number, measured: number, floor: number): Gate => ({
  name,
  unit: 'B',
  limit,
  measured,
  floor,
});

const sectionGates = (pages: BuiltChunks): Gate[] =>
  Object.entries(SECTION_LIMITS).map(([name, limit]) =>
    gate(`  ${name}, when it is shown`, limit, ...sizeAndContent(pages, `chunks/${name}.js`)),
  );

/** Everything as one file, as a bundler makes it for a page that uses everything; and what of it is our own. */
async function wholeGates(lit: number): Promise<Gate[]> {
  const source = join(WORKSPACE, 'packages/elements/src/all.define.ts');
  const whole = await builtChunks(wholeBuild('everything', source));
  const own = await builtChunks(wholeBuild('everything', source, { external: LIBRARIES }));
  const [measured, content] = sizeAndContent(own, 'everything.js');
  return [
    // Whatever the program around them weighs, Lit and what is shown are in it.
    gate('everything in one file', 48_000, fileBytes(whole, 'everything.js'), lit + content),
    gate('  of it our own, Lit left out', 40_800, measured, content),
  ];
}

async function singleGates(single: BuiltChunks, lit: number): Promise<Gate[]> {
  const page = (name: string) => loadedBytes(single, `${name}.js`);
  return [
    ...Object.entries(SECTION_LIMITS).map(([name, limit]) =>
      gate(`${name}.js alone`, SHARED_LIMIT + limit, page(name), lit),
    ),
    gate('wallet.js alone, before its sections', SHARED_LIMIT + 3_600, page('wallet'), lit),
  ];
}

/** A file of our own can't get smaller than what it says and how it looks. */
const sizeAndContent = (chunks: BuiltChunks, name: string): readonly [measured: number, floor: number] => [
  fileBytes(chunks, name),
  contentBytes(chunks, name),
];

async function languageGate(languages: readonly CdnBuild[]): Promise<Gate> {
  const chunks = await Promise.all(languages.map(builtChunks));
  const sizes = chunks.flatMap((built) => [...built.keys()].map((name) => sizeAndContent(built, name)));
  const [size, words] = sizes.reduce((largest, each) => (each[0] > largest[0] ? each : largest), [0, 0]);
  return gate('the largest language', 6_900, size, words);
}

/** The badge has no templates: of Lit it takes the element that reacts to its properties, and what asks for its page. */
const badgeFloor = () =>
  librariesBytes(
    "export { ReactiveElement } from '@lit/reactive-element'; export { ContextEvent } from '@lit/context';",
  );

const librariesBytes = async (contents: string) => gzipped(await bundled(contents, 'packages/elements/src'));

/** Below what it says to the server and to its reader, the paths, codes and messages, it can't get. */
async function sdkGate(name: string, limit: number, contents: string): Promise<Gate> {
  const code = await bundled(contents, 'packages/sdk/src');
  return gate(name, limit, gzipped(code), textBytes(code));
}

const gzipped = (code: string): number => gzipSync(code, { level: 9 }).length;

/** What a page's bundler makes of a program. Webhooks are unwrapped by backends alone. */
async function bundled(contents: string, folder: string): Promise<string> {
  const { outputFiles } = await build({
    stdin: { contents, resolveDir: join(WORKSPACE, folder), loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    target: TARGET,
    conditions: ['browser', 'production'],
    external: ['standardwebhooks'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return outputFiles.map(({ text }) => text).join('');
}
