import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, globSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'vitepress';
import { DOCS } from './docs-folder.ts';
import { llmsFull } from './llms-full.ts';

const result = join(DOCS, '.vitepress/dist');
const cache = join(DOCS, '.vitepress/cache');
const stamp = join(result, 'sources.sha256');

/** What the site is made from: its own files, and those it quotes or describes. */
const sources = [
  '{guide,decisions,examples,snippets,src,public}/**/*.*',
  '*.{md,json}',
  '.vitepress/*.ts',
  '.vitepress/theme/**/*.*',
  '../packages/{contracts,sdk,elements,mocks,react}/{src,examples}/**/*.*',
  '../packages/elements/{custom-elements.json,llms.txt}',
];

function sourcesHash(): string {
  const hash = createHash('sha256');
  const exclude = (path: string) => /(^|\/)(node_modules|dist)$/.test(path);
  for (const path of globSync(sources, { cwd: DOCS, exclude }).sort()) {
    hash.update(path).update(readFileSync(join(DOCS, path)));
  }
  return hash.digest('hex');
}

/** Removes drafts of builds that were killed: the demo ends its build with itself. A process of a draft's number may be at work on it. */
function removeLeftDrafts(): void {
  for (const name of globSync('site.*', { cwd: cache })) {
    const pid = Number(name.split('.')[1]);
    try {
      process.kill(pid, 0);
    } catch {
      rmSync(join(cache, name), { recursive: true, force: true });
    }
  }
}

/** Builds the whole site into `.vitepress/dist`, which is replaced when it is complete: whoever reads it meets the old one or the new one. */
async function buildSite(hash: string): Promise<void> {
  removeLeftDrafts();
  // The reference first, and only then the configuration, which lists its pages.
  const { writeReference } = await import('./write-reference.ts');
  await writeReference();
  const draft = join(cache, `site.${process.pid}`);
  try {
    await build(DOCS, { outDir: draft });
    copyFileSync(join(DOCS, '../packages/elements/llms.txt'), join(draft, 'llms.txt'));
    writeFileSync(join(draft, 'llms-full.txt'), llmsFull());
    writeFileSync(join(draft, 'sources.sha256'), hash);
    const before = `${draft}.before`;
    if (existsSync(result)) renameSync(result, before);
    renameSync(draft, result);
    rmSync(before, { recursive: true, force: true });
  } finally {
    rmSync(draft, { recursive: true, force: true });
  }
}

const hash = sourcesHash();
const isCurrent = existsSync(stamp) && readFileSync(stamp, 'utf8') === hash;
if (!process.argv.includes('--if-changed') || !isCurrent) await buildSite(hash);
