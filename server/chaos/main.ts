import { parseArgs } from 'node:util';
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
if (!['faults', 'model'].includes(what) || !(rounds > 0) || !(minutes > 0) || !Number.isInteger(seed)) {
  console.error(
    'usage: npm run chaos -- [--rounds 50] [--seed N] [--only "a fault"]\n       npm run chaos -- model [--minutes 10] [--seed N]',
  );
  process.exit(2);
}
const say = (line: string) => console.log(line);
if (what === 'model') {
  const { faults } = await runModel({ minutes, seed, say });
  process.exitCode = faults.length === 0 ? 0 : 1;
} else {
  const report = await runChaos({ rounds, seed, say, ...(values.only && { only: values.only }) });
  printReport(report, say);
  process.exitCode = report.lost.length + report.doubled.length + report.broken.length === 0 ? 0 : 1;
}
