import { describe, expect, it } from 'vitest';
import { availableOf, fillBalance, freeOfCharge, openAccount, openVerifiedAccount } from './connected-account.ts';
import { eventually, refusalOf, type Scene, startScene } from './start-scene.ts';

const daySeconds = 24 * 60 * 60;

/** A scene with a connected account that has money, on a schedule of its choice. */
async function startEarned(interval: 'daily' | 'manual'): Promise<Scene & { account: string; stripeAccount: string }> {
  const scene = await startScene({ pricing: freeOfCharge });
  await fillBalance(scene, 10_000);
  const { id } = await openVerifiedAccount(scene, { settings: { payouts: { schedule: { interval } } } });
  await scene.stripe.transfers.create({ amount: 4000, currency: 'usd', destination: id });
  return { ...scene, account: id, stripeAccount: id };
}

function connectEvents({ receiver }: Scene, account: string): string[] {
  const ofPayouts = receiver.events.filter((event) => event.type.startsWith('payout.'));
  expect(ofPayouts.every((event) => event.account === account)).toBe(true);
  return ofPayouts.map(({ type }) => type);
}

describe('a daily payout', () => {
  it('sends all there is at the turn of the day, and arrives days later', async () => {
    const scene = await startEarned('daily');
    const { stripe, stripeAccount, control } = scene;
    await control('POST', '/clock', { advanceSeconds: daySeconds });
    const [payout] = (await stripe.payouts.list({}, { stripeAccount })).data;
    expect(payout).toMatchObject({ amount: 4000, automatic: true, status: 'pending' });
    expect(payout?.destination).toMatch(/^ba_/);
    expect(await availableOf(scene, stripeAccount)).toBe(0);
    expect((await stripe.payouts.list()).data).toEqual([]);
    await control('POST', '/clock', { advanceSeconds: 3 * daySeconds });
    const paid = await stripe.payouts.retrieve(payout?.id ?? '', {}, { stripeAccount });
    expect(paid.status).toBe('paid');
    await eventually(() => connectEvents(scene, stripeAccount).includes('payout.paid'));
    expect(connectEvents(scene, stripeAccount)).toEqual(['payout.created', 'payout.updated', 'payout.paid']);
    expect((await stripe.payouts.list({ status: 'paid' }, { stripeAccount })).data).toHaveLength(1);
    expect((await refusalOf(stripe.payouts.retrieve(paid.id))).code).toBe('resource_missing');
  });

  it('fails as often as it was told to; the money is back and sets out again the next day', async () => {
    const scene = await startEarned('daily');
    const { stripe, stripeAccount, control } = scene;
    await control('POST', '/payouts', { account: stripeAccount, fail: 2, failureCode: 'no_account' });
    await control('POST', '/clock', { advanceSeconds: 12 * daySeconds });
    const all = (await stripe.payouts.list({}, { stripeAccount })).data;
    expect(all.map(({ status }) => status)).toEqual(['paid', 'failed', 'failed']);
    expect(all[1]).toMatchObject({ failure_code: 'no_account', failure_balance_transaction: expect.any(String) });
    expect(all[1]?.failure_message).toContain('No bank account');
    const moved = (await stripe.balanceTransactions.list({}, { stripeAccount })).data.map(({ type, net }) => [
      type,
      net,
    ]);
    expect(moved).toEqual([
      ['payout', -4000],
      ['payout_failure', 4000],
      ['payout', -4000],
      ['payout_failure', 4000],
      ['payout', -4000],
      ['payment', 4000],
    ]);
  });

  it('waits while payouts are not enabled', async () => {
    const scene = await startEarned('daily');
    const { stripe, stripeAccount, control } = scene;
    await control('POST', `/accounts/${stripeAccount}`, { payoutsEnabled: false });
    await control('POST', '/clock', { advanceSeconds: 3 * daySeconds });
    expect(await availableOf(scene, stripeAccount)).toBe(4000);
    await control('POST', `/accounts/${stripeAccount}`, { payoutsEnabled: true });
    await control('POST', '/clock', { advanceSeconds: daySeconds });
    expect((await stripe.payouts.list({}, { stripeAccount })).data).toHaveLength(1);
  });
});

describe('a payout by hand', () => {
  it('sends what is asked for, is canceled while pending, and the money is back', async () => {
    const scene = await startEarned('manual');
    const { stripe, stripeAccount, control } = scene;
    await control('POST', '/clock', { advanceSeconds: 2 * daySeconds });
    expect((await stripe.payouts.list({}, { stripeAccount })).data).toEqual([]);
    const payout = await stripe.payouts.create(
      { amount: 1500, currency: 'usd', metadata: { n: '1' } },
      { stripeAccount },
    );
    expect(payout).toMatchObject({ amount: 1500, automatic: false, status: 'pending', metadata: { n: '1' } });
    expect(payout).not.toHaveProperty('account');
    expect(await availableOf(scene, stripeAccount)).toBe(2500);
    const canceled = await stripe.payouts.cancel(payout.id, {}, { stripeAccount });
    expect(canceled.status).toBe('canceled');
    expect(await availableOf(scene, stripeAccount)).toBe(4000);
    expect((await refusalOf(stripe.payouts.cancel(payout.id, {}, { stripeAccount }))).statusCode).toBe(400);
    await eventually(() => connectEvents(scene, stripeAccount).includes('payout.canceled'));
  });

  it('is refused beyond the balance, and where payouts are not allowed', async () => {
    const scene = await startEarned('manual');
    const { stripe, stripeAccount } = scene;
    const tooMuch = stripe.payouts.create({ amount: 4001, currency: 'usd' }, { stripeAccount });
    expect((await refusalOf(tooMuch)).code).toBe('balance_insufficient');
    const stranger = await openAccount(scene);
    const early = stripe.payouts.create({ amount: 1, currency: 'usd' }, { stripeAccount: stranger.id });
    expect((await refusalOf(early)).code).toBe('payouts_not_allowed');
  });

  it('is ended by the control: paid, and sent back by the bank even then', async () => {
    const scene = await startEarned('manual');
    const { stripe, stripeAccount, control } = scene;
    const { id } = await stripe.payouts.create({ amount: 4000, currency: 'usd' }, { stripeAccount });
    expect((await control('POST', `/payouts/${id}`, { outcome: 'paid' })).body).toMatchObject({ status: 'paid' });
    const failed = await control('POST', `/payouts/${id}`, { outcome: 'failed' });
    expect(failed.body).toMatchObject({ status: 'failed', failure_code: 'account_closed' });
    expect(await availableOf(scene, stripeAccount)).toBe(4000);
    expect((await control('POST', `/payouts/${id}`, { outcome: 'paid' })).status).toBe(409);
    expect((await control('POST', '/payouts/po_none', { outcome: 'paid' })).status).toBe(404);
    expect((await control('POST', '/payouts', { account: 'acct_none' })).status).toBe(404);
    expect((await control('POST', '/payouts', { account: stripeAccount, failureCode: 'mood' })).status).toBe(400);
  });

  it('belongs to its account, and so does its idempotency key', async () => {
    const scene = await startEarned('manual');
    const { stripe, stripeAccount } = scene;
    const terms = { amount: 100, currency: 'usd' };
    const platform = await stripe.payouts.create(terms, { idempotencyKey: 'k' });
    const connected = await stripe.payouts.create(terms, { idempotencyKey: 'k', stripeAccount });
    expect(connected.id).not.toBe(platform.id);
    expect((await stripe.payouts.list()).data.map(({ id }) => id)).toEqual([platform.id]);
    expect(platform.destination).toBeNull();
    const updated = await stripe.payouts.update(connected.id, { metadata: { a: 'b' } }, { stripeAccount });
    expect(updated.metadata).toEqual({ a: 'b' });
  });
});
