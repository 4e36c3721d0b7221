import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { version } from '../src/page/version.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));

/** What a page that uses one entry has to load, with everything that it needs. Stripe's loader comes when somebody pays, if at all. */
async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${folder}src/${entry}`],
    bundle: true,
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['browser', 'production'],
    legalComments: 'none',
    external: ['@stripe/*'],
    logLevel: 'error',
  });
  const code = outputFiles.map(({ text }) => text).join('');
  const imports = Object.values(metafile.inputs).flatMap((input) => input.imports);
  return { code, gzipBytes: gzipSync(code, { level: 9 }).length, inputs: Object.keys(metafile.inputs), imports };
}

test('a page of badges loads under 9 kB: no client, no templates', async () => {
  const { gzipBytes, inputs } = await bundle('cost-badge/cost-badge.define.ts');
  // Measured: 7.6 kB, of which 2.7 kB are reactive-element.
  expect(gzipBytes).toBeLessThan(9_000);
  expect(inputs.filter((path) => /\/(ky|zod|sdk|lit-html)\//.test(path))).toEqual([]);
});

test('a page of everything stays within what was measured, and loads no schema', async () => {
  const { gzipBytes, inputs } = await bundle('all.define.ts');
  // Measured: 54.0 kB, of which the client is 13.3 kB, Lit 5.9 kB, and the chart 2.7 kB.
  expect(gzipBytes).toBeLessThan(54_500);
  expect(inputs.filter((path) => path.includes('zod') || path.includes('node:'))).toEqual([]);
});

test('the loader of Stripe is asked for when it is needed, and by one file', async () => {
  const { imports } = await bundle('all.define.ts');
  const kinds = imports.flatMap(({ path, kind }) => (path.startsWith('@stripe/') ? kind : []));
  expect(kinds).toEqual(['dynamic-import']);
});

test('nothing evaluates text or writes markup past the templates', async () => {
  const { code } = await bundle('all.define.ts');
  expect(code).not.toMatch(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/);
});

test('importing it on a server defines nothing and touches nothing', async () => {
  const { KopaiWallet, configureKopai } = await import('../src/index.ts');
  await import('../src/all.define.ts');
  expect(KopaiWallet).toBeTypeOf('function');
  configureKopai({ baseUrl: 'https://kopai.invalid' });
});

test('the version is the one of the manifest', () => {
  expect(version).toBe(JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).version);
});
