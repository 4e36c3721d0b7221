import type { ChargeRequest } from '@kopai/contracts';
import { beforeAll, describe, expect, test } from 'vitest';
import type { Ending } from '../src/charges/index.ts';
import { isDatabaseUnavailable } from '../src/db/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { type Dice, dice } from './dice.ts';
import { brokenInvariants, putAgent, type RunningServer, runServer } from './running-server.ts';

const credit = 1_000_000n;
/** What the platform earns of each, if anything, stands in another part of its payer's line. */
const agents = ['both', 'infra', 'share', 'nothing'] as const;
const users = 150;
const waves = 24;
/** Enough for batches that follow each other unseen, in both lanes. */
const perWave = 400;

/** Messages that come all at once, while something in each wave makes one of its batches fail: those behind it were decided on it. */
describe('a rush of messages', () => {
  const seed = Math.floor(Math.random() * 2 ** 32);
  const chance: Dice = dice(seed);
  let database: TestDatabase;
  let server: RunningServer;
  let twin: RunningServer;
  /** After each wave a while has passed, in which a server takes heart and decides on its memory again. */
  let ahead = 0;
  let sent = 0;
  /** What was answered about each message, of which there must be one. */
  const answered = new Map<string, Set<string>>();
  const standing: { readonly id: string; readonly held: boolean }[] = [];

  beforeAll(async () => {
    database = await freshDatabase();
    const clock = () => Date.now() + ahead;
    server = await runServer(database, { clock });
    twin = await runServer(database, { clock });
    await putAgent(server.kopai, 'both', { infra: credit / 3n, addOn: credit / 7n, orgId: 'maker' });
    await putAgent(server.kopai, 'infra', { infra: credit / 3n, orgId: 'maker' });
    await putAgent(server.kopai, 'share', { infra: 0n, addOn: credit, orgId: 'maker' });
    await putAgent(server.kopai, 'nothing', { infra: 0n, orgId: 'maker' });
    for (let user = 0; user < users; user += 1) await give(`u${user}`, 10_000n * credit, server);
  });

  async function give(user: string, amount: bigint, by: RunningServer): Promise<void> {
    sent += 1;
    const account = `wallet:user:${user}`;
    const postings = [
      { account, amount },
      { account: 'platform:promotions', amount: -amount },
    ];
    const id = `txn_rush${String(sent).padStart(22, '0')}`;
    const source = { kind: 'rush', id };
    await by.app.services.ledger.post([{ id, kind: 'adjustment', source, details: {}, postings, at: new Date() }]);
  }

  /** The message of this number: always the same one, so that a number sent twice is a message repeated. */
  function messageOf(number: number): ChargeRequest {
    const drawn = dice(number + seed);
    const capture = drawn.roll(2) > 0;
    return { agentId: drawn.pick(agents), userId: `u${drawn.roll(users)}`, messageId: `rush-${number}`, capture };
  }

  /** As a caller would: what could not be asked is asked again. */
  async function charge(number: number, by = server): Promise<void> {
    const request = messageOf(number);
    try {
      const { charge, replayed } = await by.app.services.charges.create(request);
      const answers = answered.get(request.messageId) ?? new Set();
      const { id, amount, balanceAfter } = charge;
      answered.set(request.messageId, answers.add(`${id} ${amount} ${balanceAfter}`));
      if (!replayed) standing.push({ id, held: request.capture === false });
    } catch (error) {
      if (!isDatabaseUnavailable(error)) throw error;
      await charge(number, by);
    }
  }

  async function end(by: RunningServer): Promise<void> {
    const [one] = standing.splice(chance.roll(standing.length), 1);
    if (!one) return;
    const ending = one.held ? chance.pick<Ending>(['capture', 'release']) : 'refund';
    await by.app.services.charges.end(one.id, ending, `rush-${one.id}`);
  }

  /** What may go wrong in the middle of a wave, whose first message has this number. */
  const disturbances: readonly ((first: number) => Promise<unknown>)[] = [
    (first) => charge(chance.roll(first + 1)),
    (first) => charge(first + chance.roll(perWave), twin),
    () => give(`u${chance.roll(users)}`, credit, twin),
    () => end(twin),
    () => Promise.all([end(server), end(twin), end(twin)]),
    () => twin.kopai.models.put('model-of-infra', { name: 'Other', infra: credit / 3n + BigInt(sent) }),
    () =>
      database.pool.query(
        `select pg_terminate_backend(pid) from pg_stat_activity
         where application_name = 'kopai charges' and datname = current_database()`,
      ),
  ];

  test(`is answered once for each, and leaves the books right (seed ${seed})`, { timeout: 60_000 }, async () => {
    for (let wave = 0; wave < waves; wave += 1) {
      const first = wave * perWave;
      const at = chance.roll(perWave);
      const all: Promise<unknown>[] = [];
      for (let i = 0; i < perWave; i += 1) {
        all.push(charge(first + i));
        if (i === at) all.push(disturbances[wave % disturbances.length]?.(first) ?? Promise.resolve());
        // They come from many connections, one after the other.
        if (i % 40 === 39) await new Promise((resolve) => setImmediate(resolve));
      }
      await Promise.all(all);
      ahead += 1_000;
    }
    expect(await brokenInvariants(database.pool)).toEqual([]);
    const rows = await database.pool.query<{ messageId: string; said: string }>(
      `select message_id as "messageId", concat_ws(' ', c.id, c.amount, e.balance_after) as said
       from charges c join ledger_entries e on e.transaction_id = transaction_of_charge(c.id) and e.account = 'wallet:' || c.wallet`,
    );
    const written = new Map(rows.map(({ messageId, said }) => [messageId, [said]]));
    expect(answered.size).toBe(waves * perWave);
    for (const [messageId, answers] of answered) expect([...answers], messageId).toEqual(written.get(messageId));
  });
});
