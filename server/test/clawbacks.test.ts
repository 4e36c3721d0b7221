import { type StripeSim, startStripeSim } from '@kopai/stripe-sim';
import fc from 'fast-check';
import Stripe from 'stripe';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { targetOf } from '../src/topups/claw-back.ts';
import { clawBack, type PaymentState } from '../src/topups/index.ts';
import { freshDatabase, type TestDatabase } from './database.ts';
import { brokenInvariants, grant, putAgent, type RunningServer, runServer } from './running-server.ts';
import { until } from './until.ts';

const credit = 1_000_000n;
const secret = 'whsec_clawbacks';
const back = { successUrl: 'http://localhost:3000/', cancelUrl: 'http://localhost:3000/' };

describe('money that comes back', () => {
  let database: TestDatabase;
  let sim: StripeSim;
  let server: RunningServer;
  let stripe: Stripe;

  const wallet = (name: string) => server.kopai.wallets.get(name);
  const kinds = async (name: string) =>
    (await server.kopai.wallets.transactions(name)).data.map(({ kind, amount }) => `${kind} ${amount / credit}`);
  const control = async (path: string, body: unknown) => {
    const response = await fetch(`${sim.url}/_sim/${path}`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify(body),
    });
    expect(response.ok, await response.text()).toBe(true);
  };
  /** A top-up of 50 credits for $5, paid. */
  const bought = async (name: string) => {
    const topup = await server.kopai.topups.create({ wallet: name, packId: 'starter', ...back });
    const [row] = await database.pool.query<{ session_id: string }>('select session_id from topups where id = $1', [
      topup.id,
    ]);
    await control(`checkout/${row?.session_id}`, { outcome: 'paid' });
    await server.kopai.topups.get(topup.id);
    const [paid] = await database.pool.query<{ payment_intent_id: string }>(
      'select payment_intent_id from topups where id = $1',
      [topup.id],
    );
    return { topup, intent: paid?.payment_intent_id ?? '' };
  };
  /** Everything that Stripe has told so far has been dealt with. */
  const settled = () =>
    until(async () => {
      const { data } = await stripe.events.list({ limit: 100 });
      const rows = await database.pool.query('select 1 from stripe_events where handled_at is not null');
      return rows.length >= data.length;
    });

  beforeAll(async () => {
    database = await freshDatabase();
    sim = await startStripeSim();
    server = await runServer(database, {
      stripe: { apiKey: sim.apiKey, simulatorUrl: sim.url },
      webhookSecrets: [secret],
    });
    sim.addWebhook({ url: `${server.url}/webhooks/stripe`, secret });
    stripe = new Stripe(sim.apiKey, { host: '127.0.0.1', port: sim.port, protocol: 'http', telemetry: false });
  });
  afterAll(() => sim.close());

  test('a refund in parts takes back part by part, each once', async () => {
    const { intent } = await bought('user:parts');
    await stripe.refunds.create({ payment_intent: intent, amount: 100 });
    await until(async () => (await wallet('user:parts')).balance === 40n * credit);
    await stripe.refunds.create({ payment_intent: intent, amount: 150 });
    await until(async () => (await wallet('user:parts')).balance === 25n * credit);
    await stripe.refunds.create({ payment_intent: intent });
    await until(async () => (await wallet('user:parts')).balance === 0n);
    await settled();
    for (let i = 0; i < 3; i++) await clawBack(server.app.services, intent);
    expect(await kinds('user:parts')).toEqual(['topup_refund -25', 'topup_refund -15', 'topup_refund -10', 'topup 50']);
  });

  test('what was spent is owed: the wallet is in debt, charges are refused, and the next top-up pays the debt first', async () => {
    await putAgent(server.kopai, 'spent', { infra: credit, addOn: 29n * credit, orgId: 'spent-org' });
    const { intent } = await bought('user:debtor');
    await server.kopai.charges.create({ agentId: 'spent', userId: 'debtor', messageId: 'debt-1' });
    await stripe.refunds.create({ payment_intent: intent });
    await until(async () => (await wallet('user:debtor')).debt === 30n * credit);
    expect(await wallet('user:debtor')).toMatchObject({ balance: -30n * credit, available: 0n });
    await expect(
      server.kopai.charges.create({ agentId: 'spent', userId: 'debtor', messageId: 'debt-2' }),
    ).rejects.toMatchObject({
      code: 'wallet_in_debt',
      debt: 30n * credit,
    });
    const [earned] = await database.pool.query(
      "select sum(posted)::bigint as posted from ledger_accounts where account = 'earnings:spent-org:pending'",
    );
    expect(earned, 'the creator keeps what was earned').toEqual({ posted: 20_300_000n });
    await bought('user:debtor');
    expect(await wallet('user:debtor')).toMatchObject({ balance: 20n * credit, debt: 0n });
  });

  test('a dispute takes the credits, and gives exactly those back when it is won', async () => {
    const { intent } = await bought('user:winner');
    await control('disputes', { paymentIntent: intent, outcome: 'created' });
    await until(async () => (await wallet('user:winner')).balance === 0n);
    await control('disputes', { paymentIntent: intent, outcome: 'won' });
    await until(async () => (await wallet('user:winner')).balance === 50n * credit);
    await settled();
    expect(await wallet('user:winner')).toMatchObject({ balance: 50n * credit, held: 0n, debt: 0n });
  });

  test('a dispute that is lost is final', async () => {
    const { intent } = await bought('user:loser');
    await control('disputes', { paymentIntent: intent, outcome: 'lost' });
    await until(async () => (await wallet('user:loser')).balance === 0n);
    await settled();
    expect((await wallet('user:loser')).balance).toBe(0n);
  });

  test('a dispute after a partial refund takes only the rest', async () => {
    const { intent } = await bought('user:both');
    await stripe.refunds.create({ payment_intent: intent, amount: 200 });
    await control('disputes', { paymentIntent: intent, outcome: 'created' });
    await until(async () => (await wallet('user:both')).balance === 0n);
    await settled();
    expect(await kinds('user:both')).toEqual(['dispute -30', 'topup_refund -20', 'topup 50']);
  });

  test('a refund that is told before the payment was finds the payment first', async () => {
    const topup = await server.kopai.topups.create({ wallet: 'user:early', packId: 'starter', ...back });
    const [row] = await database.pool.query<{ session_id: string }>('select session_id from topups where id = $1', [
      topup.id,
    ]);
    await control('chaos', { drop: true });
    await control(`checkout/${row?.session_id}`, { outcome: 'paid' });
    const session = await stripe.checkout.sessions.retrieve(row?.session_id ?? '');
    const intent = String(session.payment_intent);
    await stripe.refunds.create({ payment_intent: intent, amount: 300 });
    await control('chaos', {});
    await Promise.all(Array.from({ length: 6 }, () => clawBack(server.app.services, intent)));
    expect(await kinds('user:early')).toEqual(['topup_refund -30', 'topup 50']);
  });

  describe('an open question, while no money has moved', () => {
    const asked = (payment: Partial<PaymentState>) => {
      const checkout = {
        ...server.app.services.checkout,
        readPayment: async (): Promise<PaymentState> => ({
          topupId,
          refundedCents: 0,
          disputedCents: 0,
          questionedCents: 0,
          ...payment,
        }),
      };
      return clawBack({ ...server.app.services, checkout }, 'pi_asked');
    };
    let topupId: string;

    test('freezes what is unspent, thaws it when it is closed, and takes it when the bank does', async () => {
      topupId = (await bought('user:asked')).topup.id;
      await putAgent(server.kopai, 'asked', { infra: 20n * credit });
      await server.kopai.charges.create({ agentId: 'asked', userId: 'asked', messageId: 'asked-1' });
      await asked({ questionedCents: 500 });
      expect(await wallet('user:asked')).toMatchObject({ available: 0n, held: 30n * credit, debt: 0n });
      await asked({ questionedCents: 500 });
      expect(await wallet('user:asked')).toMatchObject({ available: 0n, held: 30n * credit });
      await asked({});
      expect(await wallet('user:asked')).toMatchObject({ available: 30n * credit, held: 0n });
      await asked({ questionedCents: 500 });
      await asked({ disputedCents: 500 });
      expect(await wallet('user:asked')).toMatchObject({ balance: -20n * credit, held: 0n, debt: 20n * credit });
      await asked({ disputedCents: 0 });
      expect(await wallet('user:asked')).toMatchObject({ available: 30n * credit, debt: 0n });
    });

    test('never sums to more than was credited, whatever is told in whatever order', async () => {
      const cents = fc.integer({ min: 0, max: 700 });
      const told = fc.record({ refundedCents: cents, disputedCents: cents, questionedCents: cents });
      await fc.assert(
        fc.asyncProperty(fc.array(told, { minLength: 1, maxLength: 4 }), async (states) => {
          topupId = (await bought('user:told')).topup.id;
          for (const state of [...states, ...states.toReversed()]) await asked(state);
          await asked({});
          const [row] = await database.pool.query('select refunded, disputed, frozen from topups where id = $1', [
            topupId,
          ]);
          expect(row).toEqual({ refunded: 0n, disputed: 0n, frozen: 0n });
        }),
        { numRuns: 15 },
      );
      expect((await wallet('user:told')).held).toBe(0n);
    });

    test('freezes no more than there is', () =>
      fc.assert(
        fc.property(fc.bigInt({ min: -100n, max: 100n }), fc.nat(600), (spendable, questionedCents) => {
          const row = { credits: 50n * credit, refunded: 0n, disputed: 0n, frozen: 0n };
          const state = { topupId: 't', refundedCents: 0, disputedCents: 0, questionedCents };
          const { frozen } = targetOf(row, state, spendable * credit);
          expect(frozen >= 0n && frozen <= row.credits && (frozen === 0n || frozen <= spendable * credit)).toBe(true);
        }),
      ));
  });

  test('and the ledger proves itself', async () => {
    await grant(server.kopai, 'user:parts', credit);
    expect(await brokenInvariants(database.pool)).toEqual([]);
  });
});
