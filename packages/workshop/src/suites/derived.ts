import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { derivedFiles } from '../derived/derived-files.ts';
import { WORKSPACE } from './command.ts';
import { one, type Suite, sum } from './tally.ts';

/** Committed files that are made from others still are what their sources make of them, each one check. */
export const derived: Suite = {
  name: 'derived files',
  async run() {
    const tallies = [];
    for (const [path, text] of derivedFiles()) {
      const isCurrent = text === (await readFile(join(WORKSPACE, path), 'utf8').catch(() => undefined));
      console.log(isCurrent ? `ok ${path}` : `FAILED ${path}: renew it with \`pnpm derive\``);
      tallies.push(one(isCurrent));
    }
    return sum(tallies);
  },
};
