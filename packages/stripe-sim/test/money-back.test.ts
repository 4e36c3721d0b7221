import type Stripe from 'stripe';
import { describe, expect, it } from 'vitest';
import { eventually, refusalOf, type Scene, startScene } from './start-scene.ts';

async function paid({ stripe }: Scene, amount = 1500): Promise<{ intent: string; charge: string }> {
  const intent = await stripe.paymentIntents.create({
    amount,
    currency: 'usd',
    payment_method: 'pm_card_visa',
    confirm: true,
  });
  return { intent: intent.id, charge: String(intent.latest_charge) };
}

async function balanceOf(stripe: Stripe): Promise<{ available: number | undefined; pending: number | undefined }> {
  const { available, pending } = await stripe.balance.retrieve();
  return { available: available[0]?.amount, pending: pending[0]?.amount };
}

describe('a refund', () => {
  it('is partial, repeated, and the charge adds them up', async () => {
    const scene = await startScene();
    const { stripe, receiver } = scene;
    const { intent, charge } = await paid(scene);
    const first = await stripe.refunds.create({
      payment_intent: intent,
      amount: 400,
      reason: 'requested_by_customer',
      metadata: { why: 'test' },
    });
    expect(first).toMatchObject({ amount: 400, status: 'succeeded', charge, metadata: { why: 'test' } });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 400, refunded: false });
    const tooMuch = stripe.refunds.create({ charge, amount: 1101 });
    expect((await refusalOf(tooMuch)).message).toContain('greater than unrefunded amount');
    await stripe.refunds.create({ charge });
    expect(await stripe.charges.retrieve(charge, { expand: ['refunds'] })).toMatchObject({
      amount_refunded: 1500,
      refunded: true,
      refunds: { data: [{ amount: 1100 }, { amount: 400 }] },
    });
    expect((await refusalOf(stripe.refunds.create({ charge }))).code).toBe('charge_already_refunded');
    expect((await stripe.refunds.list({ payment_intent: intent })).data).toHaveLength(2);
    expect((await stripe.refunds.retrieve(first.id)).id).toBe(first.id);
    await eventually(() => receiver.types.filter((type) => type === 'refund.updated').length === 2);
    const told = receiver.events.filter((event) => event.type === 'charge.refunded');
    expect(told.map((event) => event.data.object.amount_refunded)).toEqual([400, 1500]);
    expect(receiver.types.filter((type) => type === 'refund.created')).toHaveLength(2);
  });

  it('needs a charge that was paid', async () => {
    const { stripe } = await startScene();
    const open = await stripe.paymentIntents.create({ amount: 500, currency: 'usd' });
    expect((await refusalOf(stripe.refunds.create({ payment_intent: open.id }))).code).toBe('charge_not_found');
    expect((await refusalOf(stripe.refunds.create({}))).statusCode).toBe(400);
    expect((await refusalOf(stripe.refunds.create({ charge: 'ch_none' }))).code).toBe('resource_missing');
  });
});

describe('a dispute', () => {
  it.each([
    ['won', ['charge.dispute.closed', 'charge.dispute.funds_reinstated'], -1500],
    ['lost', ['charge.dispute.closed'], -3000],
  ] as const)('takes the money at once and is %s', async (outcome, endings, available) => {
    const scene = await startScene();
    const { stripe, control, receiver } = scene;
    const { intent, charge } = await paid(scene);
    const { body } = await control('POST', '/disputes', { paymentIntent: intent, outcome: 'created' });
    expect(body).toMatchObject({ amount: 1500, status: 'needs_response', payment_intent: intent, charge });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ disputed: true });
    expect(await balanceOf(stripe)).toEqual({ available: -3000, pending: 1426 });
    expect((await refusalOf(stripe.refunds.create({ charge }))).code).toBe('charge_disputed');
    expect((await control('POST', '/disputes', { paymentIntent: intent, outcome: 'created' })).status).toBe(409);
    await control('POST', '/disputes', { paymentIntent: intent, outcome });
    expect(await balanceOf(stripe)).toEqual({ available, pending: 1426 });
    const [dispute] = (await stripe.disputes.list({ payment_intent: intent })).data;
    expect(dispute).toMatchObject({ status: outcome });
    await eventually(() => receiver.types.includes(endings[endings.length - 1] ?? ''));
    const told = receiver.types.filter((type) => type.startsWith('charge.dispute'));
    expect(told).toEqual(['charge.dispute.created', 'charge.dispute.funds_withdrawn', ...endings]);
  });

  it('is closed by the merchant, who loses it; a charge is disputed once', async () => {
    const scene = await startScene();
    const { stripe, control } = scene;
    const { intent } = await paid(scene);
    const { body } = await control('POST', '/disputes', { paymentIntent: intent, outcome: 'created', amount: 500 });
    expect((await stripe.disputes.close(String(body.id))).status).toBe('lost');
    expect((await refusalOf(stripe.disputes.close(String(body.id)))).statusCode).toBe(400);
    expect((await control('POST', '/disputes', { paymentIntent: intent, outcome: 'lost' })).status).toBe(409);
    expect((await control('POST', '/disputes', { paymentIntent: 'pi_none', outcome: 'lost' })).status).toBe(404);
    expect((await control('POST', '/disputes', { paymentIntent: intent, outcome: 'maybe' })).status).toBe(400);
  });
});

describe('a refund that fails', () => {
  it('comes back: to the balance, and off what the charge counts as refunded', async () => {
    const scene = await startScene();
    const { stripe, control, receiver } = scene;
    const { charge } = await paid(scene);
    const kept = await stripe.refunds.create({ charge, amount: 300 });
    const { id } = await stripe.refunds.create({ charge });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 1500, refunded: true });
    const { body } = await control('POST', `/refunds/${id}`, { outcome: 'failed', reason: 'expired_or_canceled_card' });
    expect(body).toMatchObject({ status: 'failed', failure_reason: 'expired_or_canceled_card' });
    const failed = await stripe.refunds.retrieve(id, { expand: ['failure_balance_transaction'] });
    expect(failed.failure_balance_transaction).toMatchObject({ type: 'refund_failure', net: 1200, source: id });
    expect(await stripe.charges.retrieve(charge)).toMatchObject({ amount_refunded: 300, refunded: false });
    expect(await balanceOf(stripe)).toEqual({ available: -300, pending: 1426 });
    expect((await stripe.refunds.create({ charge, amount: 1200 })).status).toBe('succeeded');
    await eventually(() => receiver.types.includes('refund.failed'));
    expect((await control('POST', `/refunds/${id}`, { outcome: 'failed' })).status).toBe(409);
    expect((await control('POST', `/refunds/${kept.id}`, { outcome: 'vanished' })).status).toBe(400);
    expect((await control('POST', '/refunds/re_none', { outcome: 'failed' })).status).toBe(404);
  });
});

describe('an inquiry', () => {
  it('moves no money, can be refunded, and closes', async () => {
    const scene = await startScene();
    const { stripe, control, receiver } = scene;
    const { intent, charge } = await paid(scene);
    const { body } = await control('POST', '/disputes', { paymentIntent: intent, outcome: 'inquiry' });
    expect(body).toMatchObject({ status: 'warning_needs_response', is_charge_refundable: true, amount: 1500 });
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 1426 });
    expect((await stripe.refunds.create({ charge, amount: 500 })).status).toBe('succeeded');
    expect((await control('POST', '/disputes', { paymentIntent: intent, outcome: 'inquiry' })).status).toBe(409);
    await control('POST', '/disputes', { paymentIntent: intent, outcome: 'inquiry_closed' });
    const [dispute] = (await stripe.disputes.list({ charge })).data;
    expect(dispute).toMatchObject({ status: 'warning_closed', balance_transactions: [] });
    await eventually(() => receiver.types.includes('charge.dispute.closed'));
    const told = receiver.types.filter((type) => type.startsWith('charge.dispute'));
    expect(told).toEqual(['charge.dispute.created', 'charge.dispute.closed']);
  });

  it('may become a dispute, once', async () => {
    const scene = await startScene();
    const { stripe, control, receiver } = scene;
    const { intent, charge } = await paid(scene);
    const inquiry = await control('POST', '/disputes', { paymentIntent: intent, outcome: 'inquiry' });
    const dispute = await control('POST', '/disputes', { paymentIntent: intent, outcome: 'created' });
    expect(dispute.body).toMatchObject({ id: inquiry.body.id, status: 'needs_response', is_charge_refundable: false });
    expect(await balanceOf(stripe)).toEqual({ available: -3000, pending: 1426 });
    expect((await control('POST', '/disputes', { paymentIntent: intent, outcome: 'inquiry_closed' })).status).toBe(409);
    expect((await refusalOf(stripe.refunds.create({ charge }))).code).toBe('charge_disputed');
    await control('POST', '/disputes', { paymentIntent: intent, outcome: 'lost' });
    await eventually(() => receiver.types.includes('charge.dispute.closed'));
    expect(receiver.types).toContain('charge.dispute.updated');
    expect((await control('POST', '/disputes', { paymentIntent: intent, outcome: 'inquiry' })).status).toBe(409);
  });
});

describe('an early fraud warning', () => {
  it('names a charge, and moves nothing', async () => {
    const scene = await startScene();
    const { stripe, control, receiver } = scene;
    const { intent, charge } = await paid(scene);
    const stolen = { paymentIntent: intent, fraudType: 'made_with_stolen_card' };
    const { body } = await control('POST', '/early_fraud_warnings', stolen);
    expect(body).toMatchObject({
      charge,
      payment_intent: intent,
      actionable: true,
      fraud_type: 'made_with_stolen_card',
    });
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 1426 });
    await stripe.refunds.create({ charge });
    expect((await control('POST', '/early_fraud_warnings', stolen)).body).toMatchObject({ actionable: false });
    expect((await stripe.radar.earlyFraudWarnings.list({ charge })).data).toHaveLength(2);
    const kept = await stripe.radar.earlyFraudWarnings.retrieve(String(body.id), { expand: ['charge'] });
    expect(kept.charge).toMatchObject({ id: charge, refunded: true });
    await eventually(() => receiver.types.includes('radar.early_fraud_warning.created'));
    expect((await control('POST', '/early_fraud_warnings', { paymentIntent: 'pi_none' })).status).toBe(404);
  });
});

describe('the balance', () => {
  it('is pending until the clock has it available, told once', async () => {
    const scene = await startScene();
    const { stripe, control, receiver } = scene;
    await paid(scene);
    await paid(scene, 1000);
    expect(await balanceOf(stripe)).toEqual({ available: 0, pending: 1426 + 941 });
    await control('POST', '/clock', { advanceSeconds: 2 * 24 * 60 * 60 + 1 });
    expect(await balanceOf(stripe)).toEqual({ available: 1426 + 941, pending: 0 });
    await eventually(() => receiver.types.includes('balance.available'));
    await control('POST', '/clock', { advanceSeconds: 60 });
    const events = await stripe.events.list({ type: 'balance.available' });
    expect(events.data).toHaveLength(1);
    expect((await control('POST', '/clock', { advanceSeconds: -1 })).status).toBe(400);
  });

  it('is the sum of its transactions, to the cent', async () => {
    const scene = await startScene({ pricing: { percentBasisPoints: 150, fixedFee: 25 } });
    const { stripe } = scene;
    const { charge } = await paid(scene, 333);
    await stripe.refunds.create({ charge, amount: 100 });
    const all = (await stripe.balanceTransactions.list()).data;
    expect(all.map(({ type, net, fee }) => ({ type, net, fee }))).toEqual([
      { type: 'refund', net: -100, fee: 0 },
      { type: 'charge', net: 303, fee: 30 },
    ]);
    const { available, pending } = await balanceOf(stripe);
    expect((available ?? 0) + (pending ?? 0)).toBe(203);
    const bySource = await stripe.balanceTransactions.list({ source: charge, expand: ['data.source'] });
    expect(bySource.data[0]?.source).toMatchObject({ id: charge, object: 'charge' });
  });
});
