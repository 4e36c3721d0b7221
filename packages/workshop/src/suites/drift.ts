import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WORKSPACE } from './command.ts';
import { one, type Suite, sum } from './tally.ts';

/** A committed file that is made from other files. */
export interface Derived {
  /** Its path from the top of the workspace. */
  readonly file: string;
  /** A script that prints what the file should hold, also from the top. */
  readonly script: string;
}

/** The largest artefact (a schema dump, an API document) is a few hundred kilobytes. */
const OUTPUT_BYTES = 16 * 1024 * 1024;

/** Checks that committed files still are what their sources make of them, each one check. */
export function drift(artefacts: readonly Derived[]): Suite {
  return {
    name: 'drift',
    async run() {
      const tallies = [];
      for (const { file, script } of artefacts) {
        const { stdout } = await promisify(execFile)(process.execPath, [script], {
          cwd: WORKSPACE,
          maxBuffer: OUTPUT_BYTES,
        });
        const isCurrent = stdout === (await readFile(join(WORKSPACE, file), 'utf8'));
        console.log(isCurrent ? `ok ${file}` : `FAILED ${file}: renew it with \`node ${script} > ${file}\``);
        tallies.push(one(isCurrent));
      }
      return sum(tallies);
    },
  };
}
