import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { publishedExports } from '../published-exports.ts';
import { WORKSPACE } from '../suites/command.ts';

const manifests = globSync('packages/*/package.json', { cwd: WORKSPACE })
  .map((path) => JSON.parse(readFileSync(join(WORKSPACE, path), 'utf8')))
  .filter((manifest) => manifest.private !== true);

test('the published packages are found', () => {
  expect(manifests.map(({ name }) => name)).toContain('@kopai/sdk');
});

for (const { name, exports, publishConfig, files } of manifests) {
  test(`${name} publishes what it is built into`, () => {
    expect(publishConfig?.exports).toEqual(publishedExports(exports));
    expect(files).toEqual(['dist']);
  });
}

test('an entry that is no source is refused', () => {
  expect(() => publishedExports({ '.': './dist/index.js' })).toThrow(RangeError);
});
