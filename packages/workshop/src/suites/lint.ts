import { programOf, show } from './command.ts';
import { one, type Suite } from './tally.ts';

/** Format and lint of the whole workspace, as one check. */
export const lint: Suite = {
  name: 'lint',
  async run() {
    return one((await show(programOf('.', 'biome'), ['check', '--error-on-warnings'])) === 0);
  },
};
