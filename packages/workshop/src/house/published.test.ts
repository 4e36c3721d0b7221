import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
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

test('an entry that is no source is refused', () => {
  expect(() => publishedExports({ '.': './dist/index.js' })).toThrow(RangeError);
});
