import { existsSync, globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedExports } from '../published-exports.ts';
import { WORKSPACE } from '../suites/command.ts';

const manifests = globSync('packages/*/package.json', { cwd: WORKSPACE })
  .map((path) => ({ ...JSON.parse(readFileSync(join(WORKSPACE, path), 'utf8')), folder: join(WORKSPACE, path, '..') }))
  .filter((manifest) => manifest.private !== true);

test('the published packages are found', () => {
  expect(manifests.map(({ name }) => name)).toContain('@kopai/sdk');
});

for (const { name, exports, publishConfig, files, folder } of manifests) {
  test(`${name} publishes what it is built into`, () => {
    expect(publishConfig?.exports).toEqual(publishedExports(exports));
    expect(files[0]).toBe('dist');
    // The rest are data that an entry or a field of the manifest names.
    for (const file of files.slice(1)) expect(existsSync(join(folder, file)), file).toBe(true);
  });
}

test('every element has its entry, and its wrapper has one of the same name', () => {
  const entriesOf = (name: string) => Object.keys(manifests.find((manifest) => manifest.name === name)?.exports ?? {});
  const tags = globSync('packages/elements/src/*/*.define.ts', { cwd: WORKSPACE }).filter(
    (path) => !/words|later/.test(path),
  );
  const elements = tags.map((path) => `./${basename(path, '.define.ts')}`);
  expect(elements).toContain('./chart');
  expect(entriesOf('@kopai/elements')).toEqual(expect.arrayContaining(elements));
  expect(entriesOf('@kopai/react')).toEqual(expect.arrayContaining(elements));
});

test('an entry that is no source is refused', () => {
  expect(() => publishedExports({ '.': './dist/index.js' })).toThrow(RangeError);
});
