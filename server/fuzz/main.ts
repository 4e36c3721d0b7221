import { emptyTally, fuzz, fuzzed } from './fuzz.ts';
import { openCluster } from './open-cluster.ts';
import { openTarget } from './open-target.ts';
import { printReport } from './report.ts';

/** Requests of one round. Each round has a database and a server of its own, so that looking at it stays cheap. */
const perRound = { alone: 2_000, together: 120 };

const [minutesText = '5', seedText] = process.argv.slice(2);
const minutes = Number(minutesText);
const firstSeed = seedText === undefined ? Date.now() % 2 ** 31 : Number(seedText);
if (!(minutes > 0) || !Number.isInteger(firstSeed)) {
  console.error('usage: npm run fuzz -- [minutes, 5 unless said] [seed, a whole number]');
  process.exit(2);
}

const startedMs = performance.now();
const elapsedMs = () => performance.now() - startedMs;
const tally = emptyTally();
const cluster = await openCluster();
try {
  for (let round = 0; round === 0 || elapsedMs() < minutes * 60_000; round++) {
    const seed = firstSeed + round;
    const name = `fuzz_${round}`;
    const target = await openTarget(await cluster.create(name));
    await fuzz(target, { seed, ...perRound }, tally).finally(target.close);
    await cluster.drop(name);
    console.log(`seed ${seed}: ${tally.requests} requests so far, ${tally.failures.length} failures`);
  }
} finally {
  await cluster.close();
}
printReport(tally, { operations: fuzzed().operations.length, seed: firstSeed, seconds: elapsedMs() / 1000 });
process.exitCode = tally.failures.length === 0 ? 0 : 1;
