import { passes, tableOf } from '../gates/gate.ts';
import { sizeGates } from '../gates/size-gates.ts';
import { one, type Suite, sum } from './tally.ts';

/** The budgets, as one table; each gate is one check. */
export const gates: Suite = {
  name: 'gates',
  async run() {
    const measured = await sizeGates();
    for (const line of tableOf(measured)) console.log(line);
    return sum(measured.map((gate) => one(passes(gate))));
  },
};
