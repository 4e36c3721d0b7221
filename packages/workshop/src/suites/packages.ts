import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faultsOf } from '../packed/faults.ts';
import { packed } from '../packed/pack.ts';
import { programOf, show, WORKSPACE } from './command.ts';
import { one, type Suite, sum } from './tally.ts';

/** Every published package, built and packed, is one check: its manifest, its files and its types, as bundlers and compilers see them. */
export const packages: Suite = {
  name: 'packages',
  async run() {
    await built();
    const tallies = [];
    for (const folder of published()) {
      const faults = await faultsOf(await packed(folder));
      console.log(faults.length === 0 ? `ok ${folder}` : `FAILED ${folder}`);
      for (const fault of faults) console.log(`  ${fault}`);
      tallies.push(one(faults.length === 0));
    }
    return sum(tallies);
  },
};

const published = (): string[] =>
  globSync('packages/*/package.json', { cwd: WORKSPACE })
    .filter((path) => JSON.parse(readFileSync(join(WORKSPACE, path), 'utf8')).private !== true)
    .map((path) => join(path, '..'))
    .sort();

async function built(): Promise<void> {
  const code =
    (await show(programOf('.', 'rollup'), ['--config', 'rollup.config.mjs', '--silent'])) ||
    (await show(process.execPath, [join(WORKSPACE, 'packages/workshop/src/build-types.ts')]));
  if (code !== 0) throw new Error(`the packages can't be built: ${code}`);
}
