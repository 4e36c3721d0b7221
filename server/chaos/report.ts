import type { ChaosReport } from './run-chaos.ts';

/** Prints what was broken and what became of it. */
export function printReport({ seed, rounds, faults, findings, ...report }: ChaosReport, say: (line: string) => void) {
  const { charges, ended, topups, payouts, calls } = report.acknowledged;
  say(`\n${rounds} rounds from seed ${seed}, ${faults.size} faults:`);
  for (const [name, times] of [...faults].toSorted()) say(`  ${String(times).padStart(3)} ${name}`);
  say(
    `acknowledged: ${calls} calls (${charges} charges and holds, ${ended} captures, releases and refunds, ${topups} top-ups paid, ${payouts} payouts)`,
  );
  say(`sent again for want of an answer: ${report.retries}`);
  say(`repeated under their keys, and answered as the first time: ${report.replayed} of ${calls}`);
  const counts = (['lost', 'doubled', 'broken', 'toothless'] as const).map((kind) => findings.count(kind));
  say(`lost ${counts[0]}, doubled ${counts[1]}, otherwise wrong ${counts[2]}, faults that broke nothing ${counts[3]}`);
  for (const finding of findings.all) say(`  ${finding}`);
}
