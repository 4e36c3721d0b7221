import { parseArgs } from 'node:util';
import { faults } from './faults.ts';
import { printReport } from './report.ts';
import { runChaos } from './run-chaos.ts';
import { runModel } from './run-model.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    rounds: { type: 'string', default: '50' },
    minutes: { type: 'string', default: '10' },
    seed: { type: 'string', default: String(Date.now() % 2 ** 31) },
    only: { type: 'string', multiple: true },
  },
});
const [rounds, minutes, seed] = [Number(values.rounds), Number(values.minutes), Number(values.seed)];
const [what = 'faults'] = positionals;
const unknown = values.only?.filter((name) => !(name in faults)) ?? [];
if (!['faults', 'model'].includes(what) || !(rounds > 0) || !(minutes > 0) || !Number.isInteger(seed) || unknown[0]) {
  console.error(
    'usage: npm run chaos -- [--rounds 50] [--seed N] [--only "a fault"]\n       npm run chaos -- model [--minutes 10] [--seed N]',
  );
  console.error(`faults:\n${Object.keys(faults).join('\n')}`);
  process.exit(2);
}
const say = (line: string) => console.log(line);

// The first signal ends the run in order, with its servers and its database; a second one leaves that to the system.
const stopping = new AbortController();
for (const name of ['SIGINT', 'SIGTERM'] as const) process.once(name, () => stopping.abort());

if (what === 'model') {
  const { faults: found } = await runModel({ minutes, seed, say, signal: stopping.signal });
  process.exitCode = found.length === 0 ? 0 : 1;
} else {
  const { signal } = stopping;
  const report = await runChaos({ rounds, seed, say, signal, ...(values.only && { only: values.only }) });
  printReport(report, say);
  process.exitCode = report.findings.all.length === 0 && report.rounds === rounds ? 0 : 1;
}
// Callers of a round that was left are still asking a server that is gone.
process.exit();
