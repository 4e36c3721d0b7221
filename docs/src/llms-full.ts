import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DOCS } from './docs-folder.ts';

/** Everything that is written by hand as one text, with the files that it quotes in their places. */
export function llmsFull(): string {
  const pages = globSync(['guide/*.md', 'decisions/*.md'], { cwd: DOCS }).sort();
  const summary = readFileSync(join(DOCS, '../packages/elements/llms.txt'), 'utf8');
  return [summary, ...pages.map((path) => withQuotes(readFileSync(join(DOCS, path), 'utf8')))].join('\n\n---\n\n');
}

const withQuotes = (page: string): string =>
  page.replace(
    /^<<< @\/([^#{\s]+)(?:#([\w-]+))?(?:\{(\w+)\})?$/gm,
    (_line, path: string, region?: string, language = '') => {
      const text = readFileSync(join(DOCS, path), 'utf8');
      return `\`\`\`${language}\n${(region ? regionOf(text, region) : text).trim()}\n\`\`\``;
    },
  );

/** The lines between the marks of a region. */
function regionOf(text: string, region: string): string {
  const lines = text.split('\n');
  const start = lines.findIndex((line) => new RegExp(`(?<!end)region ${region}\\b`).test(line));
  const end = lines.findIndex((line) => line.includes(`endregion ${region}`));
  return lines.slice(start + 1, end).join('\n');
}
