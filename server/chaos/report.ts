import type { ChaosReport } from './run-chaos.ts';

/** Prints what was broken and what became of it. */
export function printReport(report: ChaosReport, say: (line: string) => void): void {
  const { charges, ended, topups, payouts } = report.acknowledged;
  say(`\n${report.rounds} rounds from seed ${report.seed}`);
  for (const [name, times] of [...report.faults].toSorted()) say(`  ${String(times).padStart(3)} ${name}`);
  say(
    `acknowledged: ${charges} charges, ${ended} captures, releases and refunds, ${topups} top-ups, ${payouts} payouts`,
  );
  say(
    `sent again for want of an answer: ${report.retries}; repeated, and answered as the first time: ${report.replayed}`,
  );
  say(
    `lost ${report.lost.length}, doubled ${report.doubled.length}, invariants broken or differences ${report.broken.length}`,
  );
  for (const line of [...report.lost, ...report.doubled, ...report.broken]) say(`  ${line}`);
}
