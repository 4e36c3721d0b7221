import type { Tally } from './fuzz.ts';

/** Prints what a run did and found. */
export function printReport(
  tally: Tally,
  run: { readonly operations: number; readonly seed: number; readonly seconds: number },
): void {
  const lines = [
    `seed        ${run.seed}`,
    `time        ${Math.round(run.seconds)} s`,
    `requests    ${tally.requests}`,
    `routes      ${tally.byRoute.size} of ${run.operations}`,
    ...[...tally.byStatus].sort(([a], [b]) => a - b).map(([status, count]) => `  ${status}       ${count}`),
    ...[...tally.byRoute]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([route, count]) => `  ${route.padEnd(26)} ${count}`),
    `failures    ${tally.failures.length}`,
    ...tally.failures.map((failure) => `\n${failure}`),
  ];
  console.log(lines.join('\n'));
}
