import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { faultsOf } from './faults.ts';
import { packed } from './pack.ts';

const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true, force: true });
});

/** A package of these files, packed. */
async function packedFrom(files: Readonly<Record<string, string>>) {
  const folder = await mkdtemp(join(tmpdir(), 'kopai-package-'));
  folders.push(folder);
  for (const [name, text] of Object.entries(files)) await writeFile(join(folder, name), text);
  return packed(folder);
}

const manifest = {
  name: 'good',
  version: '1.0.0',
  type: 'module',
  license: 'Apache-2.0',
  description: 'Good',
  keywords: ['good'],
  homepage: 'https://example.com',
  bugs: 'https://example.com/bugs',
  repository: { type: 'git', url: 'git+https://example.com/good.git' },
  engines: { node: '>=22' },
  sideEffects: false,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
};

const good = {
  'package.json': JSON.stringify(manifest),
  'README.md': '# good',
  LICENSE: 'Apache License',
  'index.js': 'export const a = 1;',
  'index.d.ts': 'export declare const a: number;',
};

test('a package that keeps what it promises has no faults', async () => {
  expect(await faultsOf(await packedFrom(good))).toEqual([]);
});

test('a file that is missing, a field that is missing and types that lie are told', async () => {
  const { repository: _repository, ...poor } = manifest;
  const exports = { '.': { types: './index.d.ts', default: './index.js' }, './more': './more.js' };
  const { LICENSE: _license, ...files } = good;
  const faults = await faultsOf(
    await packedFrom({
      ...files,
      'package.json': JSON.stringify({ ...poor, exports }),
      'index.d.ts': "export { a } from './gone';",
    }),
  );
  expect(faults).toContain('LICENSE is not in it');
  expect(faults).toContain('its manifest has no repository');
  expect(faults.join('\n')).toMatch(/publint: .*more\.js/);
  expect(faults.join('\n')).toMatch(/types: \w+/);
});
