import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Stripe from 'stripe';
import { beforeEach, describe, expect, it } from 'vitest';
import { DamagedJournalError, type StripeSimOptions, startStripeSim } from '../src/index.ts';
import { fillBalance, freeOfCharge, openVerifiedAccount } from './connected-account.ts';
import { openSession } from './open-session.ts';
import { Receiver } from './receiver.ts';
import { clientOf, closeAfterTest, eventually, refusalOf, type Scene, startScene } from './start-scene.ts';
import { subscribe } from './subscribe.ts';

let dataFile: string;

beforeEach(async () => {
  const folder = await mkdtemp(join(tmpdir(), 'stripe-sim-'));
  closeAfterTest(() => rm(folder, { recursive: true }));
  dataFile = join(folder, 'state', 'stripe.jsonl');
});

/** Stops the scene's simulator and starts another on the same file. */
async function restart(scene: Scene, options: StripeSimOptions = {}): Promise<Scene> {
  await scene.sim.close();
  return startScene({ dataFile, ...options });
}

async function stateOf({ control }: Scene): Promise<object> {
  return Object((await control('GET', '/state')).body.collections);
}

describe('a data file', () => {
  it('brings everything back: sessions, money, events, keys, the clock', async () => {
    const before = await startScene({ dataFile });
    const { id } = await openSession(before.stripe, {}, { idempotencyKey: 'top_1' });
    await before.control('POST', `/checkout/${id}`, { outcome: 'paid' });
    const open = await openSession(before.stripe);
    await before.control('POST', '/clock', { advanceSeconds: 3600 });
    await eventually(async () => !Object.hasOwn(await stateOf(before), 'deliveries'));
    const state = await stateOf(before);

    const after = await restart(before);
    expect(await stateOf(after)).toEqual(state);
    const session = await after.stripe.checkout.sessions.retrieve(id, { expand: ['line_items'] });
    expect(session).toMatchObject({ payment_status: 'paid', line_items: { data: [{ price: { unit_amount: 1500 } }] } });
    expect((await openSession(after.stripe, {}, { idempotencyKey: 'top_1' })).id).toBe(id);
    expect((await after.stripe.checkout.sessions.retrieve(open.id)).url).toBe(`${after.sim.url}/c/pay/${open.id}`);
    expect((await after.stripe.customers.create({})).created).toBeGreaterThan(Date.now() / 1000 + 3500);
  });

  it('brings back accounts, transfers, payouts, subscriptions and what is still to come of them', async () => {
    const before = await startScene({ dataFile, pricing: freeOfCharge });
    await fillBalance(before, 10_000);
    const account = await openVerifiedAccount(before);
    await before.stripe.transfers.create({ amount: 4000, currency: 'usd', destination: account.id });
    await before.control('POST', '/payouts', { account: account.id, fail: 1 });
    await before.control('POST', '/clock', { advanceSeconds: 24 * 60 * 60 });
    const subscription = await subscribe(before);
    await before.control('POST', `/payment_methods/${subscription.default_payment_method}`, {
      behaviour: 'insufficient_funds',
    });
    await eventually(async () => !Object.hasOwn(await stateOf(before), 'deliveries'));
    const state = await stateOf(before);

    const after = await restart(before, { pricing: freeOfCharge });
    expect(await stateOf(after)).toEqual(state);
    await after.control('POST', '/clock', { advanceSeconds: 31 * 24 * 60 * 60 });
    const payouts = (await after.stripe.payouts.list({}, { stripeAccount: account.id })).data;
    expect(payouts.map(({ status }) => status)).toEqual(['paid', 'failed']);
    expect((await after.stripe.subscriptions.retrieve(subscription.id)).status).toBe('past_due');
  });

  it('is whole before the answer goes out, so a killed process loses nothing', async () => {
    const program = `
      import { startStripeSim } from ${JSON.stringify(import.meta.resolve('../src/index.ts'))};
      const { port } = await startStripeSim({ dataFile: ${JSON.stringify(dataFile)} });
      console.log(port);
    `;
    const child = spawn(process.execPath, ['--input-type=module', '--eval', program], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [printed] = await once(child.stdout, 'data');
    const stripe = new Stripe('sk_test_x', { host: '127.0.0.1', port: Number(printed), protocol: 'http' });
    const made = await Promise.all(Array.from({ length: 20 }, () => stripe.customers.create({})));
    child.kill('SIGKILL');
    await once(child, 'exit');
    const heir = await startScene({ dataFile });
    const kept = (await heir.stripe.customers.list({ limit: 100 })).data.map(({ id }) => id);
    expect(new Set(kept)).toEqual(new Set(made.map(({ id }) => id)));
  });

  it('loses a torn last line, and nothing else', async () => {
    const before = await startScene({ dataFile });
    const { id } = await before.stripe.customers.create({});
    await before.sim.close();
    await appendFile(dataFile, '[{"put":"customers","entity":{"id":"cus_torn","obj');
    const after = await startScene({ dataFile });
    expect((await after.stripe.customers.list()).data.map((customer) => customer.id)).toEqual([id]);
    await after.stripe.customers.create({});
    const again = await restart(after);
    expect((await again.stripe.customers.list()).data).toHaveLength(2);
  });

  it('that is damaged elsewhere, or is another file, is refused and left as it is', async () => {
    const before = await startScene({ dataFile });
    await before.stripe.customers.create({});
    await before.sim.close();
    const damaged = `not a transaction\n${await readFile(dataFile, 'utf8')}`;
    await writeFile(dataFile, damaged);
    await expect(startStripeSim({ dataFile })).rejects.toThrow(DamagedJournalError);
    await expect(startStripeSim({ dataFile })).rejects.toThrow(/line 1/);
    expect(await readFile(dataFile, 'utf8')).toBe(damaged);
  });

  it('is not touched by a simulator that finds the port taken', async () => {
    const { sim, stripe } = await startScene({ dataFile });
    await stripe.customers.create({});
    await expect(startStripeSim({ dataFile, port: sim.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    await stripe.customers.create({});
    expect((await readFile(dataFile, 'utf8')).match(/"put":"customers"/g)).toHaveLength(2);
  });

  it('is made smaller at the start', async () => {
    const before = await startScene({ dataFile });
    const { id } = await before.stripe.customers.create({});
    for (let round = 0; round < 20; round += 1) await before.stripe.customers.update(id, { name: `Round ${round}` });
    await before.sim.close();
    const customersIn = async () => (await readFile(dataFile, 'utf8')).match(/"put":"customers"/g)?.length;
    expect(await customersIn()).toBe(21);
    const after = await startScene({ dataFile });
    expect(await customersIn()).toBe(1);
    expect(await after.stripe.customers.retrieve(id)).toMatchObject({ name: 'Round 19' });
  });

  it('keeps webhooks that did not arrive for the endpoint’s next run, on whatever port', async () => {
    const before = await startScene({ dataFile, retries: { attempts: 4, firstDelayMs: 60_000 } });
    before.receiver.failures = 1;
    const { id } = await before.stripe.customers.create({});
    await eventually(() => before.receiver.arrivals.length === 1);
    const after = await restart(before);
    await eventually(() => after.receiver.types.includes('customer.created'));
    expect(after.receiver.events[0]?.data.object).toMatchObject({ id });
    const elsewhere = await Receiver.start();
    closeAfterTest(() => elsewhere.close());
    after.sim.addWebhook(elsewhere.endpoint);
    await after.stripe.products.create({ name: 'x' });
    await eventually(() => elsewhere.types.includes('product.created'));
    expect(elsewhere.types).toEqual(['product.created']);
  });

  it('is not needed: without one a simulator starts empty', async () => {
    const before = await startScene();
    const { id } = await before.stripe.customers.create({});
    await before.sim.close();
    await before.sim.close();
    const after = await startScene();
    expect((await refusalOf(clientOf(after.sim).customers.retrieve(id))).statusCode).toBe(404);
  });
});
