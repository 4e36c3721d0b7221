import { type Suite, sum, type Tally } from './tally.ts';

/**
 * Runs suites one after the other, for two at once on two cores would disturb each other's clocks. At the end it names what failed, for whoever sees the
 * end of a long log alone, and says on a line of its own how many of all checks passed and failed.
 *
 * @returns the exit code: 0 when everything passed
 */
export async function runSuites(
  suites: readonly Suite[],
  print: (line: string) => void = console.log,
): Promise<number> {
  const results: { name: string; tally: Tally }[] = [];
  for (const suite of suites) {
    print(`\n== ${suite.name}`);
    results.push({ name: suite.name, tally: await runSuite(suite, print) });
  }
  print('\n== all');
  for (const { name, tally } of results)
    for (const failure of tally.failures ?? []) print(`failed: ${name}: ${failure}`);
  for (const { name, tally } of results) print(`${name}: ${tally.passed} passed, ${tally.failed} failed`);
  const total = sum(results.map(({ tally }) => tally));
  print(`${total.passed} passed, ${total.failed} failed`);
  return total.failed === 0 ? 0 : 1;
}

async function runSuite(suite: Suite, print: (line: string) => void): Promise<Tally> {
  try {
    const tally = await suite.run();
    if (tally.passed + tally.failed > 0) return tally;
    print(`${suite.name}: no checks were found`);
  } catch (error) {
    print(`${suite.name}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`);
  }
  return { passed: 0, failed: 1 };
}
