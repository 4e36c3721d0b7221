import { fileURLToPath } from 'node:url';
import { runInNewContext } from 'node:vm';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';

const source = fileURLToPath(new URL('../src/', import.meta.url));

/** Bundles a program against the client as a page's own bundler would: no Node module can be found. */
async function bundle(contents: string, format: 'esm' | 'iife' = 'esm') {
  const { outputFiles, metafile } = await build({
    stdin: { contents, resolveDir: source, loader: 'ts' },
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    target: 'es2024',
    platform: 'neutral',
    // Loaded when a backend unwraps its first delivery, which no page does.
    external: ['standardwebhooks'],
    mainFields: ['module', 'main'],
    format,
    logLevel: 'error',
  });
  const code = outputFiles.map(({ text }) => text).join('');
  return { code, gzipBytes: gzipSync(code, { level: 9 }).length, inputs: Object.keys(metafile.inputs) };
}

const everything = "export * from './index.ts';";
const partsOfThePage = `
  import { connect, Packs, Quotes, Topups, Wallets } from './index.ts';
  const client = connect({});
  export const nouns = [new Packs(client), new Quotes(client), new Topups(client), new Wallets(client)];
`;

test('no schema and no Node module gets into a page', async () => {
  const { inputs } = await bundle(everything);
  expect(inputs.filter((path) => path.includes('zod') || path.includes('node:'))).toEqual([]);
});

test('what a page pays stays within its budget', async () => {
  // Measured: 8.9 kB whole, 6.0 kB for the nouns that the elements use.
  expect((await bundle(everything)).gzipBytes).toBeLessThan(9_000);
  expect((await bundle(partsOfThePage)).gzipBytes).toBeLessThan(6_100);
});

test('an unused client costs nothing', async () => {
  expect((await bundle("import './index.ts';")).code.trim()).toBe('');
  expect((await bundle("export { formatCredits } from './index.ts';")).code.length).toBeLessThan(600);
});

test('importing it touches nothing: it loads where there is no fetch, no window and no clock', async () => {
  const { code } = await bundle("import * as sdk from './index.ts'; globalThis.sdk = sdk;", 'iife');
  const bare: Record<string, unknown> = {};
  runInNewContext(code, bare);
  expect(bare.sdk).toHaveProperty('Kopai');
});
