import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { expect, test } from 'vitest';
import { version } from '../src/page/version.ts';

const folder = fileURLToPath(new URL('../', import.meta.url));

/** What a page that uses one entry loads, and what it may load later. */
async function bundle(entry: string) {
  const { outputFiles, metafile } = await build({
    entryPoints: [`${folder}src/${entry}`],
    bundle: true,
    splitting: true,
    outdir: 'memory',
    minify: true,
    write: false,
    metafile: true,
    format: 'esm',
    target: 'es2022',
    conditions: ['browser', 'production'],
    legalComments: 'none',
    logLevel: 'error',
  });
  return { code: outputFiles.map(({ text }) => text).join(''), outputs: metafile.outputs };
}

/** The sources that are left of an entry, in the order of the bundle. */
async function inputsOf(entry: string): Promise<string[]> {
  const { outputs } = await bundle(entry);
  return Object.values(outputs).flatMap(({ inputs }) => Object.keys(inputs));
}

test('a page of badges loads no client, no templates and no words but its own', async () => {
  const inputs = await inputsOf('cost-badge/cost-badge.define.ts');
  expect(inputs.filter((path) => /\/(zod|sdk|lit-html)\//.test(path))).toEqual([]);
  expect(inputs.filter((path) => /\/words\/en\//.test(path)).map((path) => path.replace(/.*\//, ''))).toEqual([
    'credits.ts',
    'badge.ts',
  ]);
});

test('a page of everything loads no schema', async () => {
  const inputs = await inputsOf('all.define.ts');
  expect(inputs.filter((path) => path.includes('zod') || path.includes('node:'))).toEqual([]);
});

test('a language is in no page that does not ask for it', async () => {
  const everything = await inputsOf('all.define.ts');
  expect(everything.filter((path) => /\/words\/(ar|de|es|ja)\b/.test(path))).toEqual([]);
  const german = await inputsOf('words/de.ts');
  expect(german.filter((path) => /\/words\/(ar|en|es|ja)\b/.test(path))).toEqual([]);
});

test('a wallet asks for its sections when it shows them', async () => {
  const { outputs } = await bundle('wallet/wallet.define.ts');
  const first = new Set(
    Object.keys(outputs).filter((path) => outputs[path]?.entryPoint?.endsWith('/wallet.define.ts')),
  );
  for (const path of first) {
    for (const { kind, path: imported } of outputs[path]?.imports ?? []) {
      if (kind === 'import-statement') first.add(imported);
    }
  }
  const inputs = [...first].flatMap((path) => Object.keys(outputs[path]?.inputs ?? {}));
  expect(inputs.filter((path) => /src\/(?:wallet|transactions|plan|chart)\/[\w-]+\.define/.test(path))).toHaveLength(1);
  expect(
    Object.values(outputs)
      .flatMap(({ inputs: later }) => Object.keys(later))
      .join(),
  ).toContain('transactions.define');
});

test('nothing evaluates text or writes markup past the templates', async () => {
  const { code } = await bundle('all.define.ts');
  expect(code).not.toMatch(/\beval\(|new Function\(|document\.write|insertAdjacentHTML/);
});

test('importing it on a server defines nothing and touches nothing', async () => {
  const { KopaiWallet, configureKopai } = await import('../src/index.ts');
  await import('../src/all.define.ts');
  await import('../src/on-demand.define.ts');
  expect(KopaiWallet).toBeTypeOf('function');
  configureKopai({ baseUrl: 'https://kopai.invalid' });
});

test('the version is the one of the manifest', () => {
  expect(version).toBe(JSON.parse(readFileSync(`${folder}package.json`, 'utf8')).version);
});
