import { afterAll, beforeAll, expect, test } from 'vitest';
import { freshDatabase, type TestDatabase } from '../database.ts';
import { dice } from '../dice.ts';
import { brokenInvariants, type RunningServer, runServer } from '../running-server.ts';
import { judge } from './judge.ts';
import { play } from './play.ts';

/** How long histories are played, in ms, and how many rounds at least. `npm run chaos -- model` plays them for longer, and between processes. */
const playMs = 8_000;
const roundsLeast = 3;

let database: TestDatabase;
let servers: [RunningServer, RunningServer];

beforeAll(async () => {
  database = await freshDatabase();
  // Noon, so that no budget's month ends in a round.
  const startMs = performance.now();
  const clock = () => Date.UTC(2026, 4, 14, 12) + Math.floor(performance.now() - startMs);
  servers = [await runServer(database, { clock }), await runServer(database, { clock })];
});
afterAll(async () => {
  expect(await brokenInvariants(database.pool)).toEqual([]);
});

const seed = Math.floor(Math.random() * 2 ** 31);

test(`every wallet is linearizable between two servers (from seed ${seed})`, async () => {
  const clients = servers.map((server) => server.client({ apiKey: server.secretKey, maxRetries: 0 }));
  const [one, two] = clients;
  if (!one || !two) throw new Error('there are two servers');
  const untilMs = performance.now() + playMs;
  for (let rounds = 0; rounds < roundsLeast || performance.now() < untilMs; rounds++) {
    const played = await play({
      servers: [one, two],
      maker: servers[0].kopai,
      dice: dice(seed + rounds),
      round: `m${rounds}`,
      clients: 8,
      calls: 10,
    });
    expect(judge(played), `seed ${seed + rounds}`).toEqual({ faults: [], undecided: 0 });
    // A call without an answer may have happened or not, so a history full of them would be explained by any order.
    const answered = played.history.filter(({ answer }) => answer !== undefined).length;
    expect(answered, 'a calm server answers').toBeGreaterThan(played.history.length * 0.9);
  }
});
