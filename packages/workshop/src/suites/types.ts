import { globSync } from 'node:fs';
import { programOf, show, WORKSPACE } from './command.ts';
import { one, type Suite, sum } from './tally.ts';

/** The type check of every package, each one check. */
export const types: Suite = {
  name: 'types',
  async run() {
    const tallies = [];
    const projects = globSync('{packages/*,server,demo,docs}/tsconfig.json', { cwd: WORKSPACE });
    for (const project of projects.sort()) {
      const code = await show(programOf('.', 'tsc'), ['--noEmit', '--project', project]);
      console.log(`${code === 0 ? 'ok' : 'FAILED'} ${project}`);
      tallies.push(one(code === 0));
    }
    return sum(tallies);
  },
};
