import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { WORKSPACE } from '../suites/command.ts';
import { RULES } from './rules.ts';
import { readSource } from './source-file.ts';

const FOLDERS = '{packages/*,server,demo,docs}/{src,test,bench,fuzz,chaos}/**/*.ts';

const paths = globSync(FOLDERS, { cwd: WORKSPACE, exclude: ['**/node_modules', '**/dist', '**/generated'] }).sort();
const files = paths.map((path) => readSource(path, readFileSync(join(WORKSPACE, path), 'utf8')));

test('the files are found', () => {
  expect(paths).toContain('packages/workshop/src/house/house.test.ts');
  expect(paths).toContain('server/src/db/pool.ts');
});

for (const rule of RULES) {
  test(rule.name, () => {
    expect(rule.check(files)).toEqual([]);
  });
}
