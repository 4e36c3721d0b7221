import { setTimeout as sleep } from 'node:timers/promises';
import { inTransaction } from '../src/db/index.ts';
import { verify } from '../src/ledger/index.ts';
import { type Dice, dice } from '../test/dice.ts';
import { judge } from '../test/model/judge.ts';
import { play } from '../test/model/play.ts';
import { inDatabase } from './database-process.ts';
import { openWorld, type World } from './world.ts';

export interface ModelOptions {
  readonly minutes: number;
  /** Of the first round; each further one takes the next. */
  readonly seed: number;
  readonly say: (line: string) => void;
  /** Ends the run before its time, after the round that is being played. */
  readonly signal?: AbortSignal;
}

/** Rounds between two looks at all invariants, which take longer the more was played. */
const verifyEvery = 25;

/**
 * Plays histories between two server processes for so many minutes and checks every wallet. In every third round connections to the database are cut
 * meanwhile, so that calls end without an answer and processes remember what is no longer so.
 */
export async function runModel({ minutes, seed, say, signal }: ModelOptions): Promise<{ faults: readonly string[] }> {
  const world = await openWorld();
  const faults: string[] = [];
  // Said at once: a run that is ended early has said what it knew.
  const found = (more: readonly string[]) => {
    faults.push(...more);
    for (const fault of more) say(`FOUND ${fault}`);
  };
  let [rounds, calls, unanswered, undecided, cut] = [0, 0, 0, 0, 0];
  try {
    const untilMs = performance.now() + minutes * 60_000;
    for (; performance.now() < untilMs && !signal?.aborted; rounds++) {
      const chance = dice(seed + rounds);
      const cuts = rounds % 3 === 2 ? cutting(world, chance) : undefined;
      const played = await play({
        servers: world.clients,
        maker: world.patient,
        dice: chance,
        round: `r${rounds}`,
        clients: 8,
        calls: 10,
        ...(cuts && { onStart: cuts.start }),
      });
      cut += (await cuts?.stop()) ?? 0;
      const judged = judge(played);
      calls += played.history.length;
      unanswered += played.history.filter(({ answer }) => answer === undefined).length;
      undecided += judged.undecided;
      found(judged.faults.map((fault) => `seed ${seed + rounds}: ${fault}`));
      if (rounds % verifyEvery === 0) {
        found(await brokenInvariants(world));
        say(`${rounds + 1} rounds, ${calls} calls, ${unanswered} unanswered, ${faults.length} faults`);
      }
    }
    found(await brokenInvariants(world));
  } finally {
    await world.close();
  }
  say(
    `\n${rounds} rounds from seed ${seed}: ${calls} calls, of which ${unanswered} without an answer; ${cut} connections cut in the middle of a statement`,
  );
  say(
    `${rounds * 2} wallets, ${faults.length} that no order explains or invariants broken; ${undecided} searches given up`,
  );
  for (const fault of faults) say(fault);
  return { faults };
}

/** Cuts in a round, and the longest wait before one, in ms. Each call without an answer may have happened or not: with dozens nobody can search all that. */
const [cutsMost, cutWithinMs] = [3, 150];

/** Cuts all connections a few times between `start` and `stop`, which tells how many of them were in the middle of a statement. */
function cutting({ proxies }: World, chance: Dice): { start(): void; stop(): Promise<number> } {
  let over = false;
  let waiting = 0;
  let loop: Promise<void> | undefined;
  const cut = async () => {
    for (let cuts = 0; cuts < cutsMost && !over; cuts++) {
      await sleep(chance.roll(cutWithinMs));
      for (const proxy of proxies) waiting += proxy.cut().waiting;
    }
  };
  return {
    start() {
      loop = cut();
    },
    async stop() {
      over = true;
      await loop;
      return waiting;
    },
  };
}

async function brokenInvariants({ database }: World): Promise<string[]> {
  const verdicts = await inDatabase(database.url, (pool) =>
    inTransaction(pool, verify, { isolation: 'repeatable read' }),
  );
  return verdicts.flatMap(({ name, offenders }) => (offenders.length > 0 ? [`${name}: ${offenders.length} rows`] : []));
}
