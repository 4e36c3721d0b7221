import { type Gate, passes, tableOf } from '../gates/gate.ts';
import { one, type Suite, sum } from './tally.ts';

/**
 * Budgets of several kinds, as one table; each gate is one check. What needs a browser to be counted belongs to a suite that has one.
 *
 * @param measures each measures gates of one kind, such as sizes; one after the other
 */
export function gates(...measures: readonly (() => Promise<readonly Gate[]>)[]): Suite {
  return {
    name: 'gates',
    async run() {
      const measured: Gate[] = [];
      for (const measure of measures) measured.push(...(await measure()));
      for (const line of tableOf(measured)) console.log(line);
      return sum(measured.map((gate) => one(passes(gate))));
    },
  };
}
