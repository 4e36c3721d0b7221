import { existsSync, globSync, readFileSync } from 'node:fs';
import { join, normalize } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DOCS } from '../src/docs-folder.ts';

/** What quotes a file: `<<< @/path#region{language}`. */
const quote = /^<<< @\/([^#{\s[]+)(?:#([\w-]+))?/gm;

/** Who runs what is quoted: the test that does, and how it names the file. */
const runners: readonly { readonly files: RegExp; readonly test: string; readonly name: (path: string) => string }[] = [
  { files: /^snippets\/page\//, test: 'docs/test/page-snippets.test.ts', name: lastOf },
  { files: /^snippets\/backup\.sh$/, test: 'server/test/backup/dump.test.ts', name: lastOf },
  { files: /^snippets\/.*\.(sh|env)$/, test: 'docs/test/shell-snippets.test.ts', name: lastOf },
  { files: /^server\/deploy\/recover\.sh$/, test: 'server/test/backup/restore.test.ts', name: lastOf },
  { files: /^snippets\//, test: 'docs/test/snippets.test.ts', name: lastOf },
  { files: /^examples\/(html|react|vue|svelte)\//, test: 'docs/test/examples.test.ts', name: (path) => part(path, 1) },
  { files: /^examples\/next\//, test: 'docs/test/ssr.test.ts', name: (path) => path.slice('examples/'.length) },
  { files: /^examples\/fetch-session\.ts$/, test: 'docs/examples/react/App.tsx', name: () => '../fetch-session.ts' },
  { files: /^packages\/sdk\/examples\//, test: 'packages/sdk/test/examples.test.ts', name: (path) => part(path, 3) },
  {
    files: /^packages\/mocks\/examples\/vitest\//,
    test: 'vitest.config.ts',
    name: () => "'packages/mocks', '{src,test,examples}'",
  },
  {
    files: /^packages\/mocks\/examples\//,
    test: 'packages/mocks/test/examples.test.ts',
    name: (path) => part(path, 3),
  },
  {
    files: /^packages\/elements\/examples\//,
    test: 'packages/elements/src/appearance/appearance.test.ts',
    name: lastOf,
  },
];

function lastOf(path: string): string {
  return part(path, -1);
}

function part(path: string, index: number): string {
  return path.split('/').at(index) ?? path;
}

const pages = globSync(['index.md', '{guide,decisions}/**/*.md'], { cwd: DOCS }).sort();
const top = join(DOCS, '..');

describe('every code block is a file that runs', () => {
  test('there are pages, and they quote', () => {
    expect(pages.length).toBeGreaterThan(30);
    expect(quotesOf('guide/charging.md').length).toBeGreaterThan(5);
  });

  for (const page of pages) {
    test(page, () => {
      expect(readFileSync(join(DOCS, page), 'utf8'), 'a block of its own').not.toMatch(/^\s*(```|~~~)/m);
      for (const { file, region } of quotesOf(page)) {
        const path = join(DOCS, file);
        expect(existsSync(path), `${file} is there`).toBe(true);
        if (region) expect(regionsOf(path), file).toContain(region);
        const fromTop = normalize(join('docs', file));
        const fromDocs = fromTop.replace(/^docs\//, '');
        const runner = runners.find(({ files }) => files.test(fromDocs));
        expect(runner, `${fromTop} is run by a test`).toBeDefined();
        const source = readFileSync(join(top, runner?.test ?? ''), 'utf8');
        const isNamed = runner !== undefined && source.includes(runner.name(fromDocs));
        expect(isNamed, `${runner?.test} names ${fromTop}`).toBe(true);
      }
    });
  }
});

function quotesOf(page: string): { file: string; region: string | undefined }[] {
  const text = readFileSync(join(DOCS, page), 'utf8');
  return Array.from(text.matchAll(quote), ([, file = '', region]) => ({ file, region }));
}

/** Regions that begin and end. */
function regionsOf(path: string): string[] {
  const text = readFileSync(path, 'utf8');
  const begun = Array.from(text.matchAll(/(?<!end)region ([\w-]+)/g), ([, name = '']) => name);
  return begun.filter((name) => text.includes(`endregion ${name}`));
}
